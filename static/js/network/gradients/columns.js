// The gradient norms of a racer's layers as columns of a picture, grown as steps arrive.

/** @import { Lane } from "../../types.js" */

/**
 * @typedef {object} FlowColumns
 * @property {Lane} lane
 * @property {number} stride  steps that a column stands for
 * @property {Float32Array[]} means  by layer and column: the mean of log₁₀ ‖g‖; NaN where there is none
 * @property {number} read  steps that have been looked at
 * @property {number} least  of all means; Infinity without any
 * @property {number} greatest
 * @property {boolean} none  in some column no gradient came at all
 */

export const NOTHING = -Infinity; // the mean of a column in which no gradient came at all
const TINIEST = 1e-30; // what a step without any gradient counts as, among others that had some

/**
 * How many steps a column stands for, so that no column is narrower than a pixel.
 *
 * @param {number} steps  of the race
 * @param {number} pixels
 */
export const strideFor = (steps, pixels) => Math.max(1, Math.ceil((steps + 1) / Math.max(1, pixels)));

/** @param {number} steps @param {number} stride */
export const columnCount = (steps, stride) => Math.ceil((steps + 1) / stride);

/** @param {Lane} lane @param {number} steps @param {number} stride @returns {FlowColumns} */
export function emptyColumns(lane, steps, stride) {
  const count = columnCount(steps, stride);
  const flow = lane.learning?.flow ?? [];
  return {
    lane,
    stride,
    means: flow.map(() => new Float32Array(count).fill(NaN)),
    read: 0,
    least: Infinity,
    greatest: -Infinity,
    none: false,
  };
}

/**
 * Add the steps that have come since.
 *
 * @param {FlowColumns} columns
 * @returns {[number, number]} the first column that changed, and the one after the last
 */
export function growColumns(columns) {
  const { lane, stride, means, read } = columns;
  const first = Math.floor(read / stride);
  if (lane.length <= read) return [first, first];
  const end = Math.min(means[0]?.length ?? 0, Math.ceil(lane.length / stride));
  for (const [layer, row] of means.entries()) {
    const norms = /** @type {Float32Array[]} */ (lane.learning?.flow)[layer];
    for (let column = first; column < end; column += 1) {
      const mean = meanPower(norms, column * stride, Math.min((column + 1) * stride, lane.length));
      row[column] = mean;
      if (mean === NOTHING) columns.none = true;
      if (!Number.isFinite(mean)) continue;
      columns.least = Math.min(columns.least, mean);
      columns.greatest = Math.max(columns.greatest, mean);
    }
  }
  columns.read = lane.length;
  return [first, end];
}

/**
 * The mean of log₁₀ over some steps: the logarithm of the geometric mean.
 *
 * @param {Float32Array} norms
 * @param {number} from
 * @param {number} to
 */
function meanPower(norms, from, to) {
  let sum = 0;
  let count = 0;
  let some = false;
  for (let step = from; step < to; step += 1) {
    const norm = norms[step];
    if (Number.isNaN(norm)) continue;
    some ||= norm > 0;
    sum += Math.log10(Math.max(norm, TINIEST));
    count += 1;
  }
  if (!count) return NaN;
  return some ? sum / count : NOTHING;
}
