// What every unit of a network puts out, over the plane and for the train rows.

import { bent } from "../answers/activation_table.js";
import { responses, unitsOf } from "../answers/forward.js";

/** @import { DataPart, InputPlane } from "../../types.js" */
/** @import { Layer, Room } from "../answers/forward.js" */

/** Places on the plane. @typedef {{ us: Float32Array, vs: Float32Array }} Points */

/** What units are that cannot learn any more. @typedef {"" | "dead" | "saturated"} Trouble */

/** @typedef {{ means: Float32Array[], troubles: Trouble[][] }} Health  for each layer, the inputs first */

const NEARLY_FLAT = 0.1; // of the steepest slope; the server judges by the same

/**
 * The middles of side × side equal parts of the plane, row after row from the top; of `side` parts
 * on a line.
 *
 * @param {Pick<InputPlane, "kind" | "range">} plane
 * @param {number} side
 * @returns {Points}
 */
export function gridOf({ kind, range }, side) {
  const at = (/** @type {number} */ axis, /** @type {number} */ place) =>
    range[axis][0] + ((place + 0.5) / side) * (range[axis][1] - range[axis][0]);
  if (kind === "line") return { us: Float32Array.from({ length: side }, (_, n) => at(0, n)), vs: new Float32Array() };
  const us = Float32Array.from({ length: side * side }, (_, n) => at(0, n % side));
  const vs = Float32Array.from({ length: side * side }, (_, n) => at(1, side - 1 - Math.floor(n / side)));
  return { us, vs };
}

/**
 * What one input is at places of the plane.
 *
 * @param {Pick<InputPlane, "origin" | "axes">} plane
 * @param {number} input
 * @param {Points} points
 */
export function inputValues({ origin, axes }, input, { us, vs }) {
  const [along, up] = [axes[0][input], axes[1]?.[input] ?? 0];
  return us.map((u, n) => origin[input] + u * along + (vs[n] ?? 0) * up);
}

/**
 * For each layer, the inputs first, what its units put out: units × points. Written over by the
 * next call with the same room.
 *
 * @param {{ net: Layer[], table: Float32Array, plane: InputPlane }} network
 * @param {Points} points
 * @param {Room} room
 */
export function allValues({ net, table, plane }, points, room) {
  const count = points.us.length;
  const inputs = room.take("inputs", plane.origin.length * count);
  unitsOf(inputs, plane.origin.length).forEach((row, input) => row.set(inputValues(plane, input, points)));
  return [inputs, ...responses(net, table, points.us, points.vs, { layers: true, room }).layers];
}

/**
 * What one unit puts out at places of the plane.
 *
 * @param {{ net: Layer[], table: Float32Array, plane: InputPlane }} network
 * @param {{ layer: number, unit: number }} which  layer 0 are the inputs
 * @param {Points} points
 */
export function valuesOf({ net, table, plane }, { layer, unit }, points) {
  if (layer === 0) return inputValues(plane, unit, points);
  const { outputs } = responses(net.slice(0, layer), table, points.us, points.vs);
  const values = unitsOf(outputs, net[layer - 1].outputs)[unit];
  if (layer < net.length) bent(values, table);
  return values;
}

/**
 * The points of a part of the data, where the plane shows all that a network sees of them.
 *
 * @param {InputPlane} plane
 * @param {DataPart} part
 * @returns {Points | null}
 */
export function exactPoints({ kind }, { u, v }) {
  return kind === "all" || kind === "line" ? { us: Float32Array.from(u), vs: Float32Array.from(v) } : null;
}

/**
 * What units put out on average, and which no longer learn: a dead one is flat for every row, a
 * saturated one nearly flat for nearly all.
 *
 * @param {Float32Array[]} values  of all layers on the train rows
 * @param {number[]} sizes
 * @param {{ saturates: boolean, dies: boolean }} activation
 * @param {Float32Array} table
 * @returns {Health}
 */
export function healthOf(values, sizes, { saturates, dies }, table) {
  const [low, high] = [table[0], table[table.length - 1]];
  const slopeOf = (/** @type {number} */ value) => (4 * (value - low) * (high - value)) / (high - low) ** 2;
  /** @returns {Trouble} */
  const troubleOf = (/** @type {Float32Array} */ row) => {
    if (dies && row.every((value) => value === 0)) return "dead";
    return saturates && meanOf(row, slopeOf) < NEARLY_FLAT ? "saturated" : "";
  };
  const rows = values.map((layer, place) => unitsOf(layer, sizes[place]));
  return {
    means: rows.map((units) => Float32Array.from(units, (row) => meanOf(row, (value) => value))),
    troubles: rows.map((units, place) =>
      units.map((row) => (place > 0 && place < rows.length - 1 ? troubleOf(row) : "")),
    ),
  };
}

/** @param {Float32Array} row @param {(value: number) => number} of */
const meanOf = (row, of) => row.reduce((sum, value) => sum + of(value), 0) / row.length;
