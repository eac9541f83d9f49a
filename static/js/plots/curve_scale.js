// The upright axis of a curve: linear, logarithmic with a rail for 0, or logarithmic both ways.

import { pretty } from "../lib/number.js";
import { TINY } from "./extents.js";
import { powerWords, roundTicks } from "./levels.js";

/** @import { Extent } from "./extents.js" */

/**
 * @typedef {object} CurveScale
 * @property {"linear" | "log" | "symlog" | "empty"} kind
 * @property {number} low  in scaled units
 * @property {number} high
 * @property {string} rail  what stands at the rail below a logarithmic axis; "" without one
 * @property {number} knee  of symlog: linear below this size
 */

const CAP = 1e4; // times where a curve began: what rises higher leaves the picture
const WIDE = 20; // greatest to least: beyond this an axis is logarithmic

/**
 * @param {Extent[]} extents
 * @param {"log" | "symlog" | "auto"} wish  auto: logarithmic where the range asks for it
 * @returns {CurveScale}
 */
export function curveScale(extents, wish) {
  const least = Math.min(...extents.map((extent) => extent.least));
  const greatest = Math.max(...extents.map((extent) => extent.greatest));
  const began = Math.max(0, ...extents.map(({ first }) => (Number.isFinite(first) ? Math.abs(first) : 0)));
  if (!(least <= greatest)) return { kind: "empty", low: 0, high: 1, rail: "", knee: 1 };
  if (wish === "symlog") return symlogScale(least, greatest, began);
  const tiniest = Math.min(...extents.map((extent) => extent.tiniest));
  if (wish === "auto" && !(greatest > WIDE * tiniest && tiniest > 0)) return linearScale(least, greatest);
  const rail = railWords(extents);
  if (!Number.isFinite(tiniest)) return { kind: "log", low: -1, high: 0, rail, knee: 1 };
  const top = Math.max(tiniest, began > 0 ? Math.min(greatest, CAP * began) : greatest);
  const [low, high] = [Math.log10(tiniest), Math.log10(top)];
  const room = Math.max(0.06 * (high - low), 0.15);
  return { kind: "log", low: low - room, high: high + room, rail, knee: 1 };
}

/** @param {number} least @param {number} greatest @returns {CurveScale} */
function linearScale(least, greatest) {
  const room = greatest > least ? 0.1 * (greatest - least) : Math.max(Math.abs(least) * 0.5, 1e-12);
  const low = least >= 0 ? Math.max(0, least - room) : least - room;
  return { kind: "linear", low, high: greatest + room, rail: "", knee: 1 };
}

/** @param {number} least @param {number} greatest @param {number} began @returns {CurveScale} */
function symlogScale(least, greatest, began) {
  const knee = 10 ** Math.floor(Math.log10(Math.max(began, 1e-6)) - 1);
  const cap = CAP * Math.max(began, knee);
  const [low, high] = [Math.max(least, -cap), Math.min(greatest, cap)].map((value) => symlog(value, knee));
  const room = Math.max(0.06 * (high - low), 0.1);
  return { kind: "symlog", low: low - room, high: high + room, rail: "", knee };
}

/** @param {Extent[]} extents */
function railWords(extents) {
  const some = (/** @type {"zero" | "below" | "hidden"} */ what) => extents.some((extent) => extent[what]);
  if (some("hidden")) return `< ${pretty(TINY)}`;
  if (some("below")) return "≤ 0";
  return some("zero") ? "0" : "";
}

/**
 * Linear around 0, logarithmic farther out, the same on both sides.
 *
 * @param {number} value
 * @param {number} knee
 */
export const symlog = (value, knee) => Math.sign(value) * Math.log10(1 + Math.abs(value) / knee);

/**
 * How high a value stands, 0 at the bottom of the axis and 1 at its top; -Infinity is the rail, and
 * what is beyond the axis is just beyond it.
 *
 * @param {CurveScale} scale
 * @param {number} value
 */
export function heightOf({ kind, low, high, knee }, value) {
  if (kind === "log" && value < TINY) return -Infinity;
  const at = kind === "log" ? Math.log10(value) : kind === "symlog" ? symlog(value, knee) : value;
  return Math.max(-0.2, Math.min(1.2, (at - low) / (high - low)));
}

/**
 * @param {CurveScale} scale
 * @param {number} count  how many there is room for
 * @returns {{ value: number, words: string }[]}
 */
export function curveTicks(scale, count) {
  const named = (/** @type {number[]} */ values) => values.map((value) => ({ value, words: pretty(value) }));
  if (scale.kind === "empty") return [];
  if (scale.kind === "linear") return named(roundTicks(scale.low, scale.high, count));
  if (scale.kind === "symlog") return named(symlogTicks(scale, count));
  const decades = whole(scale.low, scale.high, count);
  if (decades.length > 1) return decades.map((power) => ({ value: 10 ** power, words: powerWords(power) }));
  const between = (/** @type {number[]} */ steps) =>
    [Math.floor(scale.low), Math.floor(scale.low) + 1, Math.floor(scale.low) + 2]
      .flatMap((power) => steps.map((step) => step * 10 ** power))
      .filter((value) => Math.log10(value) >= scale.low && Math.log10(value) <= scale.high);
  const ticks = [[1], [1, 3], [1, 2, 5], [1, 1.5, 2, 3, 5, 7]].map(between);
  return named(ticks.findLast((values) => values.length <= count) ?? ticks[0]);
}

/** @param {CurveScale} scale @param {number} count */
function symlogTicks({ low, high, knee }, count) {
  const reach = Math.ceil(Math.max(Math.abs(low), Math.abs(high)));
  const stride = Math.max(1, Math.ceil((high - low) / count));
  const sizes = [];
  for (let power = stride; power <= reach; power += stride) sizes.push(knee * 10 ** power);
  return [...sizes.map((size) => -size).reverse(), 0, ...sizes].filter((value) => {
    const at = symlog(value, knee);
    return at >= low && at <= high;
  });
}

/** Whole numbers between two bounds, evenly spaced, at most about `count`. */
function whole(/** @type {number} */ low, /** @type {number} */ high, /** @type {number} */ count) {
  /** @type {number[]} */
  let last = [];
  for (const stride of [1, 2, 3, 5, 10, 20, 50]) {
    const found = [];
    for (let at = Math.ceil(low / stride) * stride; at <= high; at += stride) found.push(at);
    if (found.length <= count) return found.length < 2 && last.length ? last : found;
    last = found;
  }
  return last;
}
