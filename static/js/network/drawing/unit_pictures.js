// Small pictures of what each unit puts out over the plane: a map, or a curve on a line.

import { costOf, Room } from "../answers/forward.js";
import { divergingShades, shade } from "../answers/palette.js";
import { allValues, gridOf } from "./unit_values.js";

/** @import { InputPlane } from "../../types.js" */
/** @import { Layer } from "../answers/forward.js" */
/** @import { Points } from "./unit_values.js" */

/** @typedef {{ net: Layer[], table: Float32Array, plane: InputPlane }} Network */

const FINEST = 40; // points along a side
const COARSEST = 8;
const COST = 6e6; // multiplications that all pictures may take together
const CURVE = 48; // points of a curve
const LOUD = 2.5; // times as large as usual: a few such units would leave the others without colour

/**
 * Points along the side of a picture: as many as are seen and can be computed.
 *
 * @param {number[]} sizes
 * @param {number} pixels  of the screen, that a picture is wide
 */
export function sideOf(sizes, pixels) {
  const affordable = Math.floor(Math.sqrt(COST / costOf(sizes)));
  return Math.max(COARSEST, Math.min(FINEST, affordable, Math.ceil(pixels)));
}

/**
 * What the strongest colours of a layer stand for, -range to range; what is beyond has the same.
 * Pictures of an activation that is flat on both sides share its own range. 0 where nothing but 0,
 * or nothing finite, is put out.
 *
 * @param {Float32Array} values  of all units of the layer
 * @param {number | null} bound
 */
export function rangeOf(values, bound) {
  if (bound !== null) return bound;
  const most = largestOf(values);
  const usual = Math.sqrt(values.reduce((sum, value) => sum + Math.min(value * value, most * most), 0) / values.length);
  return Math.min(most, LOUD * usual);
}

/** The largest size of a finite value. @param {Float32Array} values */
export function largestOf(values) {
  let most = 0;
  for (const value of values) {
    const size = Math.abs(value);
    if (size > most && size < Infinity) most = size;
  }
  return most;
}

export class UnitPictures {
  /** What the strongest colours of each layer stand for, the inputs first. @type {number[]} */
  ranges = [];
  /** @type {HTMLCanvasElement[]} a row of pictures for each layer */
  #rows = [];
  /** @type {Float32Array[]} */
  #values = [];
  #room = new Room();
  #side = 0;
  #line = false;
  /** @type {{ plane: InputPlane, side: number, points: Points } | null} */
  #grid = null;

  /**
   * @param {Network} network
   * @param {number[]} sizes
   * @param {{ side: number, bound: number | null, dark: boolean }} look
   */
  read(network, sizes, { side, bound, dark }) {
    const { plane } = network;
    this.#line = plane.kind === "line";
    this.#side = this.#line ? CURVE : side;
    if (this.#grid?.plane !== plane || this.#grid.side !== this.#side) {
      this.#grid = { plane, side: this.#side, points: gridOf(plane, this.#side) };
    }
    this.#values = allValues(network, this.#grid.points, this.#room);
    const last = this.#values.length - 1;
    this.ranges = this.#values.map((values, layer) => {
      const own = layer > 0 && layer < last ? bound : null;
      return this.#line ? (own ?? largestOf(values)) : rangeOf(values, own);
    });
    if (!this.#line) this.#colour(sizes, divergingShades(dark));
  }

  /** @param {number[]} sizes @param {Uint32Array} shades */
  #colour(sizes, shades) {
    const side = this.#side;
    this.#values.forEach((values, layer) => {
      const row = (this.#rows[layer] ??= document.createElement("canvas"));
      const width = side * sizes[layer];
      if (row.width !== width || row.height !== side) [row.width, row.height] = [width, side];
      const pen = /** @type {CanvasRenderingContext2D} */ (row.getContext("2d"));
      const image = pen.createImageData(width, side);
      const pixels = new Uint32Array(image.data.buffer);
      const scale = 1 / (this.ranges[layer] || 1);
      let at = 0;
      for (let unit = 0; unit < sizes[layer]; unit++) {
        for (let y = 0; y < side; y++) {
          const start = y * width + unit * side;
          for (let x = 0; x < side; x++) pixels[start + x] = shade(shades, values[at++] * scale);
        }
      }
      pen.putImageData(image, 0, 0);
    });
  }

  /**
   * Draw a unit's picture into a square.
   *
   * @param {CanvasRenderingContext2D} pen
   * @param {{ layer: number, unit: number }} which
   * @param {{ x: number, y: number, size: number }} square  its left upper corner
   * @param {{ ink: string, zero: string }} colours  of a curve, and of the line where it is 0
   */
  paint(pen, { layer, unit }, { x, y, size }, { ink, zero }) {
    if (!this.#line) {
      const side = this.#side;
      pen.drawImage(this.#rows[layer], unit * side, 0, side, side, x, y, size, size);
      return;
    }
    const values = this.#values[layer].subarray(unit * CURVE, (unit + 1) * CURVE);
    paintCurve(pen, values, this.ranges[layer] || 1, { x, y, size }, { ink, zero });
  }
}

/**
 * A curve over a line, from -range at the bottom to range at the top.
 *
 * @param {CanvasRenderingContext2D} pen
 * @param {Float32Array} values  at the middles of equal parts
 * @param {number} range
 * @param {{ x: number, y: number, size: number }} square
 * @param {{ ink: string, zero: string }} colours
 */
export function paintCurve(pen, values, range, { x, y, size }, { ink, zero }) {
  pen.lineWidth = 1;
  pen.strokeStyle = zero;
  pen.strokeRect(x, y + size / 2, size, 0);
  pen.lineWidth = Math.max(1.25, size / 70);
  pen.strokeStyle = ink;
  pen.beginPath();
  values.forEach((value, n) => {
    const share = Math.max(-1, Math.min(1, value / range));
    pen.lineTo(x + ((n + 0.5) / values.length) * size, y + (size / 2) * (1 - 0.94 * share));
  });
  pen.stroke();
}
