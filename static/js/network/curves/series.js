// The numbers of a network over its training: some at each step, some only where it was scored.

import { extentOf } from "../../plots/extents.js";

/** @import { Lane } from "../../types.js" */
/** @import { Extent, Quantity } from "../../plots/extents.js" */

/**
 * @typedef {object} Series
 * @property {ArrayLike<number>} values
 * @property {number[] | null} steps  of the values; null where there is one at each
 * @property {number} length
 *
 * @typedef {"train_loss" | "test_loss" | "train_quality" | "test_quality"} Score
 * @typedef {Score | "gap" | "norm" | "rate"} Column
 */

/** @type {Column[]} */
const EACH_STEP = ["gap", "norm", "rate"];

/**
 * @param {Lane} lane
 * @param {Column} column
 * @returns {Series}
 */
export function seriesOf(lane, column) {
  if (EACH_STEP.includes(column)) {
    return { values: lane[/** @type {Quantity} */ (column)], steps: null, length: lane.length };
  }
  const scores = lane.learning?.scores;
  if (!scores) return { values: [], steps: [], length: 0 };
  return { values: scores[/** @type {Score} */ (column)], steps: scores.steps, length: scores.steps.length };
}

/** The step of a value. @param {Series} series @param {number} place */
export const stepOf = ({ steps }, place) => (steps ? steps[place] : place);

/**
 * The place of the latest value at a step or before it; -1 where there is none.
 *
 * @param {Series} series
 * @param {number} step
 */
export function placeAt({ steps, length }, step) {
  if (!steps) return Math.min(step, length - 1);
  let [low, high] = [0, length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (steps[middle] <= step) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/**
 * The range of a column, as an axis asks for it.
 *
 * @param {Lane} lane
 * @param {Column} column
 * @returns {Extent}
 */
export function rangeOf(lane, column) {
  if (EACH_STEP.includes(column)) return extentOf(lane, /** @type {Quantity} */ (column));
  const { values, length } = seriesOf(lane, column);
  const gap = Float32Array.from(values);
  return extentOf(/** @type {Lane} */ (/** @type {Pick<Lane, "gap" | "length">} */ ({ gap, length })), "gap");
}
