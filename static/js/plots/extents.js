// The range of a lane's numbers, looked at once, as they arrive.

/** @import { Lane } from "../types.js" */

/** @typedef {"gap" | "norm" | "rate" | "move"} Quantity */

/**
 * @typedef {object} Extent
 * @property {number} read  how many points were looked at
 * @property {number} least  of all finite values
 * @property {number} greatest
 * @property {number} tiniest  the smallest value of at least TINY
 * @property {boolean} zero  some value is exactly 0
 * @property {boolean} below  some value is less than 0
 * @property {boolean} hidden  some value is between 0 and TINY
 * @property {number} first
 * @property {number} at  the step of the least value
 */

export const TINY = 1e-30; // below, a logarithmic axis shows rounding, not descent

/** @type {WeakMap<Lane, Map<Quantity, Extent>>} */
const known = new WeakMap();

/**
 * @param {Lane} lane
 * @param {Quantity} quantity
 * @returns {Extent}
 */
export function extentOf(lane, quantity) {
  const mine = known.get(lane) ?? new Map();
  known.set(lane, mine);
  const extent = mine.get(quantity) ?? fresh(quantity);
  mine.set(quantity, extent);
  const values = lane[quantity];
  for (; extent.read < lane.length; extent.read += 1) look(extent, values[extent.read]);
  return extent;
}

/** The step of the first move is 1: there is none that led to the start. */
export const firstStep = (/** @type {Quantity} */ quantity) => (quantity === "move" ? 1 : 0);

/** @param {Quantity} quantity @returns {Extent} */
function fresh(quantity) {
  return {
    read: firstStep(quantity),
    least: Infinity, greatest: -Infinity, tiniest: Infinity,
    zero: false, below: false, hidden: false,
    first: NaN, at: 0,
  };
}

/** @param {Extent} extent @param {number} value */
function look(extent, value) {
  if (Number.isNaN(extent.first)) extent.first = value;
  if (!Number.isFinite(value)) return;
  if (value < extent.least) {
    extent.least = value;
    extent.at = extent.read;
  }
  if (value > extent.greatest) extent.greatest = value;
  if (value >= TINY && value < extent.tiniest) extent.tiniest = value;
  if (value === 0) extent.zero = true;
  else if (value < 0) extent.below = true;
  else if (value < TINY) extent.hidden = true;
}
