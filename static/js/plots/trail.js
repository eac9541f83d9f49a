// A racer's path in pixels, thinned to what can be told apart, grown as points arrive.

import { clipped, inside } from "./clip.js";

/** @import { Lane } from "../types.js" */
/** @import { Box } from "./clip.js" */

/**
 * @typedef {import("../types.js").Frame} Frame
 *
 * @typedef {object} Trail
 * @property {number[]} x
 * @property {number[]} y
 * @property {boolean[]} pen  whether a line leads here
 * @property {number[]} step  the point's step
 * @property {number[]} along  length of the line up to here, for the dashes
 * @property {number} read  how many points of the lane have been looked at
 * @property {{ x: number, y: number, step: number } | null} exit  where it last left the box
 * @property {number} lastX  the last point looked at
 * @property {number} lastY
 */

const APART = 0.8; // pixels: nearer points are one
const ROOM = 40; // pixels around the box that lines are drawn in, so that their ends are not seen

/** @returns {Trail} */
export function emptyTrail() {
  return {
    x: [], y: [], pen: [], step: [], along: [],
    read: 0, exit: null, lastX: NaN, lastY: NaN,
  };
}

/** From the plane to pixels. @param {Frame} frame @param {number} x */
export const across = ({ box, x0, perX }, x) => box.left + (x - x0) * perX;

/** @param {Frame} frame @param {number} y */
export const down = ({ box, y0, perY }, y) => box.bottom + (y - y0) * perY;

/**
 * Add the points of the lane that have come since.
 *
 * @param {Trail} trail
 * @param {Lane} lane
 * @param {Frame} frame
 */
export function grow(trail, lane, frame) {
  const { box } = frame;
  const wide = {
    left: box.left - ROOM, right: box.right + ROOM, top: box.top - ROOM, bottom: box.bottom + ROOM,
  };
  for (let step = trail.read; step < lane.length; step += 1) {
    const x = across(frame, lane.x[step]);
    const y = down(frame, lane.y[step]);
    follow(trail, wide, box, step, x, y);
    trail.lastX = x;
    trail.lastY = y;
  }
  trail.read = lane.length;
}

/**
 * @param {Trail} trail
 * @param {Box} wide
 * @param {Box} box
 * @param {number} step
 * @param {number} x
 * @param {number} y
 */
function follow(trail, wide, box, step, x, y) {
  const { lastX, lastY } = trail;
  const here = inside(wide, x, y);
  const there = inside(wide, lastX, lastY);
  if (step === 0 || Number.isNaN(lastX)) {
    if (here) put(trail, x, y, step, false);
    return;
  }
  if (!inside(box, x, y)) {
    const out = clipped(box, lastX, lastY, x, y);
    if (out) trail.exit = { x: out[2], y: out[3], step };
    else if (inside(box, lastX, lastY)) trail.exit = { x: lastX, y: lastY, step };
  }
  if (here && there) {
    const end = trail.x.length - 1;
    const far = end < 0 || Math.abs(x - trail.x[end]) + Math.abs(y - trail.y[end]) >= APART;
    if (far) put(trail, x, y, step, end >= 0);
    return;
  }
  const part = clipped(wide, lastX, lastY, x, y);
  if (!part) return;
  if (!there) put(trail, part[0], part[1], step, false);
  put(trail, part[2], part[3], step, true);
}

/**
 * @param {Trail} trail
 * @param {number} x
 * @param {number} y
 * @param {number} step
 * @param {boolean} pen
 */
function put(trail, x, y, step, pen) {
  const end = trail.x.length - 1;
  const length = pen ? Math.hypot(x - trail.x[end], y - trail.y[end]) : 0;
  trail.along.push((end < 0 ? 0 : trail.along[end]) + length);
  trail.x.push(x);
  trail.y.push(y);
  trail.pen.push(pen);
  trail.step.push(step);
}

/**
 * How many points of a trail belong to steps up to this one.
 *
 * @param {Trail} trail
 * @param {number} step
 */
export function countUpTo({ step: steps }, step) {
  let low = 0;
  let high = steps.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (steps[middle] <= step) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * The step of the trail's point nearest to a place, or null where none is within reach.
 *
 * @param {Trail} trail
 * @param {number} upTo  only points of steps up to this one
 * @param {number} x
 * @param {number} y
 * @param {number} reach  in pixels
 * @returns {{ step: number, away: number } | null}
 */
export function nearest(trail, upTo, x, y, reach) {
  const count = countUpTo(trail, upTo);
  let found = null;
  let best = reach * reach;
  for (let at = 0; at < count; at += 1) {
    const away = (trail.x[at] - x) ** 2 + (trail.y[at] - y) ** 2;
    if (away > best) continue;
    best = away;
    found = trail.step[at];
  }
  return found === null ? null : { step: found, away: Math.sqrt(best) };
}
