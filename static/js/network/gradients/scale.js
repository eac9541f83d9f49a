// How gradient norms become colours: by powers of ten, the same ones for all racers.

import { superscript } from "../../lib/number.js";

/** @import { FlowColumns } from "./columns.js" */

/**
 * @typedef {object} FlowScale
 * @property {number} low  power of ten; what is less has the first colour
 * @property {number} high  what is more has the last one
 * @property {boolean} under  something is below
 * @property {boolean} over  something is above
 */

const LOWEST = -8;
const HIGHEST = 4;
const NARROWEST = 2; // powers of ten

/** Viridis: lightness rises evenly, for every kind of eye. Darker is less, in both themes. */
const STOPS = [
  "#440154", "#482878", "#3e4989", "#31688e", "#26828e", "#1f9e89", "#35b779", "#6ece58", "#b5de2b", "#fde725",
];
const NONE = [0, 0, 0]; // where no gradient comes at all
const SHADES = 256;

const table = shades();

/** @param {FlowColumns[]} all @returns {FlowScale} */
export function flowScale(all) {
  const least = Math.min(...all.map((columns) => columns.least));
  const greatest = Math.max(...all.map((columns) => columns.greatest));
  if (!(least <= greatest)) return { low: -NARROWEST, high: 0, under: false, over: false };
  const high = Math.max(LOWEST + NARROWEST, Math.min(HIGHEST, Math.ceil(greatest)));
  const low = Math.min(high - NARROWEST, Math.max(LOWEST, Math.floor(least)));
  return { low, high, under: least < low, over: greatest > high };
}

/** @param {FlowScale} one @param {FlowScale} other */
export const sameColours = (one, other) => one.low === other.low && one.high === other.high;

/**
 * Red, green and blue of a power of ten; -Infinity is no gradient at all.
 *
 * @param {FlowScale} scale
 * @param {number} power
 * @returns {ArrayLike<number>}
 */
export function flowColour({ low, high }, power) {
  if (power === -Infinity) return NONE;
  const place = Math.max(0, Math.min(1, (power - low) / (high - low)));
  return table[Math.round(place * (SHADES - 1))];
}

/** The colours as a CSS gradient, from less to more. */
export const flowGradient = () => `linear-gradient(to right, ${STOPS.join(", ")})`;

/**
 * What stands at the colours: powers of ten, and where among them, from 0 to 1.
 *
 * @param {FlowScale} scale
 * @returns {{ at: number, words: string }[]}
 */
export function flowTicks({ low, high, under, over }) {
  const stride = Math.ceil((high - low) / (under || over ? 4 : 6));
  const ticks = [];
  for (let power = low; power <= high; power += stride) {
    const sign = under && power === low ? "≤ " : over && power === high ? "≥ " : "";
    ticks.push({ at: (power - low) / (high - low), words: sign + powerWords(power) });
  }
  return ticks;
}

/** @param {number} power */
const powerWords = (power) => (power === 0 || power === 1 ? String(10 ** power) : `10${superscript(power)}`);

function shades() {
  const rgb = STOPS.map((stop) => [1, 3, 5].map((at) => parseInt(stop.slice(at, at + 2), 16)));
  return Array.from({ length: SHADES }, (_, shade) => {
    const at = (shade / (SHADES - 1)) * (STOPS.length - 1);
    const before = Math.min(Math.floor(at), STOPS.length - 2);
    return rgb[before].map((part, k) => Math.round(part + (at - before) * (rgb[before + 1][k] - part)));
  });
}
