// The ground of a decision picture: a colour for what is answered at each place of a grid.

import { sureness, valueOf } from "../answers/answers.js";
import { classShades, divergingShades, shade, SHADES } from "../answers/palette.js";

/** @import { Sense } from "../answers/answers.js" */
/** @import { Shades } from "../answers/palette.js" */

const LEAD = 8; // of one class over the next: from here on its colour is full

/**
 * Colours by output, made once for all pictures of a sense.
 *
 * @typedef {object} Inks
 * @property {Sense} sense
 * @property {boolean} dark
 * @property {Shades[]} shades  one list, or one for each class by how far it is ahead
 */

/** @param {Sense} sense @param {boolean} dark @returns {Inks} */
export function inksOf(sense, dark) {
  if (sense.kind === "many") {
    const sure = Float64Array.from({ length: SHADES }, (_, place) => sureness(sense, (LEAD * place) / (SHADES - 1)));
    const shades = sense.classes.map((_, number) => {
      const plain = classShades(number, dark);
      return new Uint32Array(sure.map((share) => plain[Math.round(share * (SHADES - 1))]));
    });
    return { sense, dark, shades };
  }
  const plain = divergingShades(dark);
  const { low, high } = sense;
  const at = (/** @type {number} */ place) => low + ((high - low) * place) / (SHADES - 1);
  return { sense, dark, shades: [new Uint32Array(SHADES).map((_, place) => shade(plain, valueOf(sense, at(place))))] };
}

/**
 * @param {Uint32Array} pixels  written, one for each place
 * @param {Inks} inks
 * @param {Float32Array} outputs  units × places
 */
export function paintGround(pixels, inks, outputs) {
  if (inks.sense.kind === "many") paintClasses(pixels, inks, outputs);
  else paintValues(pixels, inks, outputs);
}

/** @param {Uint32Array} pixels @param {Inks} inks @param {Float32Array} outputs */
function paintValues(pixels, { sense: { low, high }, shades: [shades] }, outputs) {
  const fine = (SHADES - 1) / (high - low);
  for (let n = 0; n < pixels.length; n++) {
    const place = (outputs[n] - low) * fine + 0.5;
    pixels[n] = shades[place > 0 ? (place < SHADES ? place | 0 : SHADES - 1) : 0];
  }
}

/** @param {Uint32Array} pixels @param {Inks} inks @param {Float32Array} outputs */
function paintClasses(pixels, { shades }, outputs) {
  const count = pixels.length;
  const fine = (SHADES - 1) / LEAD;
  for (let n = 0; n < count; n++) {
    let best = 0;
    let first = outputs[n];
    let second = -Infinity;
    for (let k = 1, at = n + count; k < shades.length; k++, at += count) {
      const output = outputs[at];
      if (output > first) {
        second = first;
        first = output;
        best = k;
      } else if (output > second) {
        second = output;
      }
    }
    const place = (first - second) * fine;
    pixels[n] = shades[best][place < SHADES - 1 ? place | 0 : SHADES - 1];
  }
}
