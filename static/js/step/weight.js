// One parameter of a network by its place: which layer, from which unit, to which.

/**
 * @typedef {object} WeightPlace
 * @property {number} layer  of the unit that it leads to; 1 is the first after the inputs
 * @property {number | null} from  unit of the layer before; null for the bias
 * @property {number} to
 */

/**
 * How many parameters a network has before a layer, and in it.
 *
 * @param {number[]} sizes
 * @param {number} layer
 */
const until = (sizes, layer) =>
  sizes.slice(1, layer).reduce((sum, outputs, place) => sum + (sizes[place] + 1) * outputs, 0);

/** How many parameters a network has. @param {number[]} sizes */
export const countOf = (sizes) => until(sizes, sizes.length);

/**
 * Where a weight lies among all parameters: layer by layer, inputs by outputs row by row, then biases.
 *
 * @param {number[]} sizes
 * @param {WeightPlace} place
 */
export function indexOf(sizes, { layer, from, to }) {
  const [inputs, outputs] = [sizes[layer - 1], sizes[layer]];
  return until(sizes, layer) + (from ?? inputs) * outputs + to;
}

/**
 * @param {number[]} sizes
 * @param {number} index
 * @returns {WeightPlace}
 */
export function placeOf(sizes, index) {
  const layer = sizes.findIndex((_, place) => place > 0 && index < until(sizes, place + 1));
  if (layer < 0) return placeOf(sizes, 0);
  const [inputs, outputs] = [sizes[layer - 1], sizes[layer]];
  const within = index - until(sizes, layer);
  const from = Math.floor(within / outputs);
  return { layer, from: from === inputs ? null : from, to: within % outputs };
}

/**
 * The nearest place that a network has, for one chosen in another network.
 *
 * @param {number[]} sizes
 * @param {WeightPlace} place
 * @returns {WeightPlace}
 */
export function within(sizes, { layer, from, to }) {
  const kept = Math.min(layer, sizes.length - 1);
  return {
    layer: kept,
    from: from === null ? null : Math.min(from, sizes[kept - 1] - 1),
    to: Math.min(to, sizes[kept] - 1),
  };
}
