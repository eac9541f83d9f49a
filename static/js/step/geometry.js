// Arrows and the curvature's ellipse in pixels, long enough to be seen, and by how much they are stretched.

import { inside } from "../plots/clip.js";
import { across, down } from "../plots/trail.js";

/** @import { Frame } from "../plots/trail.js" */
/** @import { Arrows, Curvature } from "./opened.js" */

/** @typedef {"gradient" | "momentum" | "move"} Kind */

/**
 * @typedef {object} Drawn
 * @property {Kind} kind
 * @property {number} factor  how many times its length it is drawn
 * @property {[number, number]} from  pixels
 * @property {[number, number]} to
 *
 * @typedef {object} Arc  part of an ellipse
 * @property {boolean} upward  the ground curves upward there
 * @property {[number, number][]} points  pixels
 */

const LONG = { gradient: 110, move: 72 }; // pixels: about as long are arrows that are stretched
const SEEN = 26; // pixels: shorter moves are stretched
const ELLIPSE = 54; // pixels, of the ellipse's longer half
const FLATTEST = 16; // times: an ellipse is at most so much longer than wide
const ARC = 12; // points of a quarter of an ellipse

/**
 * The largest of 1, 1.5, 2, 3, 5 and 7 times a power of ten that is not above a number.
 *
 * @param {number} number
 */
export function rounded(number) {
  if (!(number > 0) || !Number.isFinite(number)) return 1;
  const power = 10 ** Math.floor(Math.log10(number));
  const step = [7, 5, 3, 2, 1.5, 1].find((each) => each * power <= number * (1 + 1e-12)) ?? 1;
  return Number((step * power).toPrecision(3));
}

/** @param {Frame} frame @param {number[]} vector  of the plane */
const pixels = ({ perX, perY }, [x, y]) => Math.hypot(x * perX, y * perY);

/**
 * How many times its length each arrow is drawn. The move is drawn as it is wherever it can be seen;
 * what of it comes from memory is drawn at the same scale, so that the two can be compared.
 *
 * @param {Arrows} arrows
 * @param {Frame} frame
 * @returns {Record<Kind, number>}
 */
export function factorsOf({ gradient, momentum, move }, frame) {
  const longest = Math.max(pixels(frame, move), momentum ? pixels(frame, momentum) : 0);
  const moves = longest >= SEEN ? 1 : rounded(LONG.move / longest);
  return { gradient: rounded(LONG.gradient / pixels(frame, gradient)), momentum: moves, move: moves };
}

/**
 * Arrows in a plane whose axes may be the other way round.
 *
 * @param {Arrows} arrows
 * @param {[number, number]} turned  −1 for an axis that is
 * @returns {Arrows}
 */
export function turnedRound({ gradient, momentum, move }, turned) {
  const round = (/** @type {number[]} */ vector) => vector.map((part, axis) => part * turned[axis]);
  return { gradient: round(gradient), momentum: momentum && round(momentum), move: round(move) };
}

/** Whether a point is on the picture. @param {number[]} point @param {Frame} frame */
export const isSeen = ([x, y], frame) => inside(frame.box, across(frame, x), down(frame, y));

/**
 * The arrows at a point: downhill, the remembered part, and the move. One of no length is left out.
 *
 * @param {number[]} point  of the plane
 * @param {Arrows} arrows
 * @param {Frame} frame
 * @returns {Drawn[]}
 */
export function drawnArrows(point, arrows, frame) {
  const factors = factorsOf(arrows, frame);
  const from = /** @type {[number, number]} */ ([across(frame, point[0]), down(frame, point[1])]);
  const downhill = arrows.gradient.map((part) => -part);
  /** @type {[Kind, number[] | null][]} */
  const all = [["move", arrows.move], ["momentum", arrows.momentum], ["gradient", downhill]];
  return all.flatMap(([kind, vector]) => {
    if (!vector || !vector.every(Number.isFinite) || !(pixels(frame, vector) > 0)) return [];
    const factor = factors[kind];
    const to = /** @type {[number, number]} */ ([
      from[0] + factor * vector[0] * frame.perX,
      from[1] + factor * vector[1] * frame.perY,
    ]);
    return [{ kind, factor, from, to }];
  });
}

/**
 * The ellipse on which the ground's curvature changes the height by the same amount: long where it
 * is flat. Its parts are told apart by whether the ground curves upward or downward there.
 *
 * @param {number[]} point  of the plane
 * @param {Curvature} curvature
 * @param {Frame} frame
 * @returns {Arc[]}
 */
export function ellipse(point, { eigenvalues, directions }, frame) {
  const largest = Math.max(...eigenvalues.map(Math.abs));
  if (!(largest > 0) || !Number.isFinite(largest)) return [];
  const halves = eigenvalues.map((value) => 1 / Math.sqrt(Math.max(Math.abs(value) / largest, FLATTEST ** -2)));
  const axes = directions.map(([x, y], place) => [
    halves[place] * x * frame.perX,
    halves[place] * y * frame.perY,
  ]);
  const scale = ELLIPSE / Math.max(...axes.map(([x, y]) => Math.hypot(x, y)));
  const middle = [across(frame, point[0]), down(frame, point[1])];
  return [0, 1, 2, 3].map((quarter) => ({
    upward: eigenvalues[quarter % 2] >= 0,
    points: Array.from({ length: ARC + 1 }, (_, at) => {
      const angle = ((quarter - 0.5 + at / ARC) * Math.PI) / 2;
      const [one, other] = [scale * Math.cos(angle), scale * Math.sin(angle)];
      return /** @type {[number, number]} */ ([
        middle[0] + one * axes[0][0] + other * axes[1][0],
        middle[1] + one * axes[0][1] + other * axes[1][1],
      ]);
    }),
  }));
}

const AWAY = 13; // pixels from a tip to its letter
const APART = 15; // between letters

/**
 * Where the letters of arrows stand: beyond the tips, or beside them where another one stands.
 *
 * @param {Drawn[]} arrows
 * @param {Frame["box"]} box
 * @param {[number, number][]} taken  where letters stand already; added to
 * @param {number} size  1, or more for a projector
 * @returns {[number, number][]}
 */
export function letterPlaces(arrows, { left, right, top, bottom }, taken, size) {
  return arrows.map(({ from, to }) => {
    const angle = Math.atan2(to[1] - from[1], to[0] - from[0]);
    const places = [0, 1.3, -1.3, 2, -2, 3].map((turn) => /** @type {[number, number]} */ ([
      Math.max(left + AWAY, Math.min(right - AWAY, to[0] + AWAY * size * Math.cos(angle + turn))),
      Math.max(top + AWAY, Math.min(bottom - AWAY, to[1] + AWAY * size * Math.sin(angle + turn))),
    ]));
    const free = places.find(([x, y]) => taken.every(([a, b]) => Math.hypot(a - x, b - y) >= APART * size));
    taken.push(free ?? places[0]);
    return free ?? places[0];
  });
}
