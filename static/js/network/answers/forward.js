// What a network answers, and what its units put out, at many points of the input plane at once.

import { bent } from "./activation_table.js";

/** @import { InputPlane } from "../../types.js" */

/**
 * One layer: weights (inputs, outputs) row by row, and a bias for each output.
 *
 * @typedef {{ inputs: number, outputs: number, weights: Float32Array, biases: Float32Array }} Layer
 */

/** Numbers that are written over by the next call with the same room. */
export class Room {
  /** @type {Map<string, Float32Array>} */
  #buffers = new Map();

  /** @param {string} name @param {number} length */
  take(name, length) {
    const known = this.#buffers.get(name);
    if (known && known.length >= length) return known.subarray(0, length);
    const made = new Float32Array(length);
    this.#buffers.set(name, made);
    return made;
  }
}

/**
 * A network whose inputs are u and v, the places on the plane; u alone on a line.
 *
 * @param {number[]} sizes  units of each layer, from inputs to outputs
 * @param {Float32Array} parameters  layer by layer: weights, then biases
 * @param {Pick<InputPlane, "origin" | "axes">} plane
 * @returns {Layer[]}
 */
export function folded(sizes, parameters, plane) {
  let at = 0;
  const layers = sizes.slice(1).map((outputs, place) => {
    const inputs = sizes[place];
    const weights = parameters.subarray(at, (at += inputs * outputs));
    const biases = parameters.subarray(at, (at += outputs));
    return { inputs, outputs, weights, biases };
  });
  return [onPlane(layers[0], plane), ...layers.slice(1)];
}

/**
 * The sums of the first layer are W'(origin + u axes[0] + v axes[1]) + b.
 *
 * @param {Layer} first
 * @param {Pick<InputPlane, "origin" | "axes">} plane
 * @returns {Layer}
 */
function onPlane({ inputs, outputs, weights, biases }, { origin, axes }) {
  /** How much of each unit's sum a direction of input space makes. @param {number[]} direction */
  const along = (direction) => {
    const sums = new Float64Array(outputs);
    for (let i = 0; i < inputs; i++) {
      const share = direction[i];
      if (share === 0) continue;
      for (let j = 0; j < outputs; j++) sums[j] += share * weights[i * outputs + j];
    }
    return sums;
  };
  const start = along(origin);
  const turned = new Float32Array(axes.length * outputs);
  axes.forEach((axis, place) => turned.set(along(axis), place * outputs));
  return { inputs: axes.length, outputs, weights: turned, biases: biases.map((bias, j) => bias + start[j]) };
}

/**
 * What comes out at places (us[n], vs[n]): for each layer units × N numbers, unit after unit. Those
 * of the last layer are the outputs. Without `layers` the outputs alone are given.
 *
 * @param {Layer[]} net
 * @param {Float32Array} table  of the activation
 * @param {Float32Array} us
 * @param {Float32Array} vs  not looked at on a line
 * @param {{ layers?: boolean, room?: Room }} [options]
 * @returns {{ layers: Float32Array[], outputs: Float32Array }}
 */
export function responses(net, table, us, vs, { layers = false, room = new Room() } = {}) {
  const count = us.length;
  /** @type {Float32Array[]} */
  const seen = [];
  let incoming = [us, vs];
  let outputs = us;
  for (const [place, layer] of net.entries()) {
    const name = layers ? `layer ${place}` : ["even", "odd"][place % 2];
    outputs = room.take(name, layer.outputs * count);
    for (let unit = 0; unit < layer.outputs; unit++) {
      sum(outputs.subarray(unit * count, (unit + 1) * count), layer, unit, incoming);
    }
    const last = place === net.length - 1;
    if (!last) bent(outputs, table);
    if (layers) seen.push(outputs);
    if (!last) incoming = unitsOf(outputs, layer.outputs);
  }
  return { layers: seen, outputs };
}

/** What each unit of a layer put out. @param {Float32Array} outputs @param {number} units */
export function unitsOf(outputs, units) {
  const count = outputs.length / units;
  return Array.from({ length: units }, (_, unit) => outputs.subarray(unit * count, (unit + 1) * count));
}

/**
 * The sums of one unit, four incoming units at a time: then numbers are read and written least.
 *
 * @param {Float32Array} into
 * @param {Layer} layer
 * @param {number} unit
 * @param {Float32Array[]} incoming
 */
function sum(into, { inputs, outputs, weights, biases }, unit, incoming) {
  const count = into.length;
  const weight = (/** @type {number} */ input) => weights[input * outputs + unit];
  into.fill(biases[unit]);
  let i = 0;
  for (; i + 3 < inputs; i += 4) {
    const [a, b, c, d] = [incoming[i], incoming[i + 1], incoming[i + 2], incoming[i + 3]];
    const [wa, wb, wc, wd] = [weight(i), weight(i + 1), weight(i + 2), weight(i + 3)];
    for (let n = 0; n < count; n++) into[n] += wa * a[n] + wb * b[n] + wc * c[n] + wd * d[n];
  }
  for (; i + 1 < inputs; i += 2) {
    const [a, b] = [incoming[i], incoming[i + 1]];
    const [wa, wb] = [weight(i), weight(i + 1)];
    for (let n = 0; n < count; n++) into[n] += wa * a[n] + wb * b[n];
  }
  for (; i < inputs; i++) {
    const a = incoming[i];
    const wa = weight(i);
    for (let n = 0; n < count; n++) into[n] += wa * a[n];
  }
}

/** About how many multiplications a point costs. @param {number[]} sizes */
export function costOf(sizes) {
  const layers = sizes.slice(1);
  return layers.reduce((sum, outputs, place) => sum + (place ? sizes[place] : 2) * outputs + BEND * outputs, 0);
}

const BEND = 8; // multiplications take as long as bending one sum
