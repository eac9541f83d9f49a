// Points placed by hand, and what can be done to them. Each function returns new points.

import { grouped } from "./numbers.js";

/** @typedef {[number, number, number]} Point x, y and class */
/** @typedef {{ points: Point[], past: Point[][] }} Placed  with what there was before each act */

export const CLASSES = 4; // that are offered
const DECIMALS = 1000;
const REMEMBERED = 200; // acts that can be undone
const SIDES = [1, 2, 5]; // and ten times these, and so on: how far the plane reaches

/** @type {Placed} */
export const NONE = { points: [], past: [] };

/** What is done next can be undone. @param {Placed} placed @returns {Placed} */
export const begun = ({ points, past }) => ({ points, past: [...past.slice(1 - REMEMBERED), points] });

/** @param {Placed} placed @param {Point[]} points @returns {Placed} */
export const within = ({ past }, points) => ({ points, past });

/** @param {Placed} placed @returns {Placed} */
export const undone = ({ points, past }) =>
  past.length ? { points: past[past.length - 1], past: past.slice(0, -1) } : { points, past };

/** Where there is room. @param {Point[]} points @param {Point} point @param {number} most */
export const withPoint = (points, [x, y, kind], most) =>
  points.length < most ? [...points, /** @type {Point} */ ([rounded(x), rounded(y), kind])] : points;

/** @param {Point[]} points @param {number} place */
export const withoutPoint = (points, place) => points.toSpliced(place, 1);

/** @param {Point[]} points @param {number} place @param {number} x @param {number} y */
export const withMoved = (points, place, x, y) =>
  points.with(place, [rounded(x), rounded(y), points[place][2]]);

/**
 * Some points more, spread evenly over a disc.
 *
 * @param {Point[]} points
 * @param {Point} middle
 * @param {{ radius: number, count: number, most: number, side: number }} how
 * @param {() => number} draw  from 0 to 1
 */
export function sprayed(points, [x, y, kind], { radius, count, most, side }, draw) {
  const kept = (/** @type {number} */ value) => rounded(Math.min(Math.max(value, -side), side));
  const fresh = Array.from({ length: Math.min(count, most - points.length) }, () => {
    const reach = radius * Math.sqrt(draw());
    const turn = 2 * Math.PI * draw();
    return /** @type {Point} */ ([kept(x + reach * Math.cos(turn)), kept(y + reach * Math.sin(turn)), kind]);
  });
  return [...points, ...fresh];
}

/**
 * The place of the nearest point within reach, the later of equals; -1 where there is none.
 *
 * @param {Point[]} points
 * @param {number} x
 * @param {number} y
 * @param {number} reach
 */
export function nearest(points, x, y, reach) {
  let best = reach;
  let found = -1;
  for (const [place, point] of points.entries()) {
    const distance = Math.hypot(point[0] - x, point[1] - y);
    if (distance <= best) [best, found] = [distance, place];
  }
  return found;
}

/** How far the plane reaches on all sides, so that every point is on it. @param {Point[]} points */
export function sideOf(points) {
  const farthest = points.reduce((most, [x, y]) => Math.max(most, Math.abs(x), Math.abs(y)), 0);
  for (let tens = 1; ; tens *= 10) {
    const side = SIDES.find((each) => each * tens >= farthest);
    if (side) return side * tens;
  }
}

/**
 * Points with classes from 1, as a person counts. The server takes any whole numbers.
 *
 * @param {Point[]} points
 */
export function fromOne(points) {
  const least = points.reduce((low, [, , kind]) => Math.min(low, kind), 1);
  return least < 1 ? points.map(([x, y, kind]) => /** @type {Point} */ ([x, y, kind + 1 - least])) : points;
}

/** @param {Point[]} points */
export const hasTwoClasses = (points) => points.some(([, , kind]) => kind !== points[0][2]);

/** How many there are of each class, in words. @param {Point[]} points */
export function countInWords(points) {
  if (!points.length) return "No points yet.";
  const counts = new Map();
  for (const [, , kind] of points) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const each = [...counts].sort(([a], [b]) => a - b).map(([kind, count]) => `${grouped(count)} of class ${kind}`);
  return `${points.length === 1 ? "One point" : `${grouped(points.length)} points`}: ${each.join(", ")}.`;
}

/** @param {number} value */
const rounded = (value) => Math.round(value * DECIMALS) / DECIMALS || 0; // -0 is 0
