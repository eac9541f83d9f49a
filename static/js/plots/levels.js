// How heights become colours: on a line, or by powers of ten where their range asks for it.

import { pretty, superscript } from "../lib/number.js";

/**
 * @typedef {object} HeightScale
 * @property {boolean} log  colour by log10 of the height
 * @property {number} floor  added before the logarithm, so that 0 has a colour
 * @property {number} low  where the colours begin, in scaled units
 * @property {number} high  where they end
 */

const SPREAD = 20; // upper to lower twentieth: beyond this a linear scale shows one colour
const DEEPEST = 1e-14; // of the highest: heights below are one colour
const LINES = 18; // contour lines in a window, about; up to where most of the ground is
const MOST_TIMES = 3; // as many lines again above that

/**
 * The scale that suits a surface, from its heights over the whole domain.
 *
 * @param {ArrayLike<number>} heights
 * @param {boolean} above  heights are measured from the lowest point
 * @returns {HeightScale}
 */
export function heightScale(heights, above) {
  const sorted = Float64Array.from(heights).filter(Number.isFinite).sort();
  const part = (/** @type {number} */ share) => sorted[Math.round(share * (sorted.length - 1))] ?? 0;
  const log = above && part(0.95) > SPREAD * part(0.05) && part(0.95) > 0;
  if (!log) return { log, floor: 0, low: part(0), high: Math.max(part(1), part(0) + 1e-9) };
  const floor = DEEPEST * part(1);
  return { log, floor, low: Math.log10(part(0.01) + floor), high: Math.log10(part(1)) };
}

/**
 * A height in scaled units. Never NaN: what has left the numbers is as high as the scale goes.
 *
 * @param {HeightScale} scale
 * @param {number} height
 */
export function scaled({ log, floor, high }, height) {
  if (!Number.isFinite(height)) return height < 0 ? -1e30 : Math.max(high, 40);
  return log ? Math.log10(Math.max(height, 0) + floor) : height;
}

/**
 * Contour lines from `low` to `high`, spaced to suit the ground up to `usual`. Sizes are a unit
 * halved again and again, so the lines of a wider window are among those of a narrower one.
 *
 * @param {number} low
 * @param {number} high
 * @param {number} [usual]
 * @returns {{ start: number, end: number, size: number }}
 */
export function contourLevels(low, high, usual = high) {
  const span = Math.max(usual - low, (high - low) / MOST_TIMES);
  if (!(span > 0) || !Number.isFinite(span)) return { start: low, end: low, size: 1 };
  const unit = 10 ** Math.ceil(Math.log10(span));
  const size = unit / 2 ** Math.max(0, Math.floor(Math.log2((unit / span) * LINES)));
  const start = Math.ceil(low / size) * size;
  return { start, end: Math.max(start, Math.floor(high / size) * size), size };
}

/**
 * Where the colour bar has its marks, and the values that stand there.
 *
 * @param {HeightScale} scale
 * @returns {{ at: number[], words: string[] }}
 */
export function colourTicks({ log, low, high }) {
  if (log) {
    const first = Math.ceil(low - 0.05);
    const last = Math.floor(high + 0.05);
    const stride = Math.max(1, Math.ceil((last - first) / 6));
    const at = [];
    for (let power = first; power <= last; power += stride) at.push(power);
    return { at, words: at.map(powerWords) };
  }
  const at = roundTicks(low, high, 5);
  return { at, words: at.map((value) => pretty(value)) };
}

/**
 * Round numbers between two bounds, about `count` of them.
 *
 * @param {number} low
 * @param {number} high
 * @param {number} count
 * @returns {number[]}
 */
export function roundTicks(low, high, count) {
  const span = high - low;
  if (!(span > 0) || !Number.isFinite(span)) return Number.isFinite(low) ? [low] : [];
  const rough = span / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const size = power * ([1, 2, 5, 10].find((step) => step * power >= rough * 0.99) ?? 10);
  const ticks = [];
  for (let k = Math.ceil(low / size - 1e-9); k * size <= high + 1e-9 * span; k += 1) {
    ticks.push(Number((k * size).toPrecision(12)));
  }
  return ticks;
}

/** Ten to a whole power, in figures where that is short. @param {number} power */
export function powerWords(power) {
  return Math.abs(power) <= 3 ? pretty(10 ** power) : `10${superscript(power)}`;
}
