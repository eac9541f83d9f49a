// The colours of classes and of values, the same in every picture of networks. Classes are told
// apart by a shape or a number as well.

import { markerPath } from "../../lib/looks.js";

/**
 * A colour as red, green, blue.
 *
 * @typedef {[number, number, number]} Colour
 *
 * Colours of a scale, four bytes each, from its low end to its high end.
 * @typedef {Uint32Array} Shades
 */

export const SHADES = 512; // of a scale
const SHAPES = ["circle", "square", "triangle", "diamond", "pentagon", "cross", "star", "hexagon"];

// Blue and orange are told apart by nearly everyone, and differ in warmth from any grey between.
const DIVERGING = {
  light: { low: hex("#8ab8e3"), middle: hex("#f6f6f3"), high: hex("#f4b37c") },
  dark: { low: hex("#245f9b"), middle: hex("#222422"), high: hex("#9c5518") },
};
const ENDS = {
  light: { low: hex("#0b4f91"), middle: hex("#6c6c66"), high: hex("#a84300") },
  dark: { low: hex("#8cc6ff"), middle: hex("#b9bab3"), high: hex("#ffb066") },
};

// Neighbours in the list differ in hue and lightness; the second ten are the first in another tone.
const CLASSES = {
  light: [
    "#0b5fa5", "#b84a00", "#00775a", "#a3347a", "#806000", "#2b8fc4", "#5b4bb0", "#c2415b", "#4d7a1f", "#4a4a4a",
    "#5f8fbf", "#d98347", "#4fa58c", "#c579ab", "#b39a3d", "#123f66", "#9a8fd6", "#7a1f33", "#8fae62", "#8a8a86",
  ].map(hex),
  dark: [
    "#5cb8ff", "#ff9a4d", "#2fd6a8", "#f08fc9", "#f2d048", "#a6e3ff", "#b9acff", "#ff8fa3", "#a9d86e", "#e4e4e4",
    "#2f7fbf", "#c26a24", "#1c9473", "#b35c91", "#a38a1f", "#cfeaff", "#7d6fd0", "#c2556b", "#6f9a3a", "#9a9b95",
  ].map(hex),
};
const PALEST = 0.1; // of a class's colour where the network is least sure
const FULLEST = 0.62; // where it is sure: points stand out from their own class's ground

/** @param {string} code @returns {Colour} */
function hex(code) {
  return /** @type {Colour} */ ([1, 3, 5].map((at) => parseInt(code.slice(at, at + 2), 16)));
}

/** @param {Colour} colour */
export const css = ([red, green, blue]) => `rgb(${Math.round(red)} ${Math.round(green)} ${Math.round(blue)})`;

/** @param {Colour} one @param {Colour} other @param {number} share  of the other */
const mixed = (one, other, share) =>
  /** @type {Colour} */ (one.map((part, k) => part + (other[k] - part) * share));

/**
 * The colours of the ground from -1 to 1: from the first class, or low values, over neither to the
 * second class, or high values.
 *
 * @param {boolean} dark
 * @returns {Shades}
 */
export function divergingShades(dark) {
  const { low, middle, high } = DIVERGING[dark ? "dark" : "light"];
  return shadesOf((share) =>
    share < 0.5 ? mixed(low, middle, 2 * share) : mixed(middle, high, 2 * share - 1),
  );
}

/**
 * The colours of the ground of one of many classes, from unsure to sure.
 *
 * @param {number} number  of the class, from 0
 * @param {boolean} dark
 * @returns {Shades}
 */
export function classShades(number, dark) {
  const { middle } = DIVERGING[dark ? "dark" : "light"];
  const full = CLASSES[dark ? "dark" : "light"][number % 20];
  return shadesOf((share) => mixed(middle, full, PALEST + (FULLEST - PALEST) * share));
}

/** @param {(share: number) => Colour} colourAt */
function shadesOf(colourAt) {
  const bytes = new Uint8ClampedArray(4 * SHADES);
  for (let place = 0; place < SHADES; place++) {
    bytes.set([...colourAt(place / (SHADES - 1)).map(Math.round), 255], 4 * place);
  }
  return new Uint32Array(bytes.buffer);
}

/**
 * The shade of a value from -1 to 1; beyond, that of the nearer end.
 *
 * @param {Shades} shades
 * @param {number} value
 */
export const shade = (shades, value) =>
  shades[value > -1 ? (value < 1 ? ((value + 1) * 0.5 * (SHADES - 1) + 0.5) | 0 : SHADES - 1) : 0];

/**
 * The colour of a point of a class, strong enough to be seen on the ground of any class.
 *
 * @param {number} number
 * @param {number} classes  how many there are
 * @param {boolean} dark
 * @returns {Colour}
 */
export function classColour(number, classes, dark) {
  const theme = dark ? "dark" : "light";
  if (classes === 2) return number ? ENDS[theme].high : ENDS[theme].low;
  return CLASSES[theme][number % 20];
}

/**
 * The colour of a point with a value from -1 to 1, stronger than the ground's.
 *
 * @param {number} value
 * @param {boolean} dark
 * @returns {Colour}
 */
export function valueColour(value, dark) {
  const { low, middle, high } = ENDS[dark ? "dark" : "light"];
  const share = Math.min(1, Math.abs(value));
  return mixed(middle, value < 0 ? low : high, share);
}

/**
 * What marks the points of a class: a shape, or its number where there are more than eight classes.
 *
 * @param {number} number
 * @param {number} classes
 * @param {number} radius
 * @returns {{ path: string, text: string }}
 */
export function classMark(number, classes, radius) {
  if (classes > SHAPES.length) return { path: markerPath("circle", radius), text: String(number) };
  return { path: markerPath(SHAPES[number % SHAPES.length], radius), text: "" };
}
