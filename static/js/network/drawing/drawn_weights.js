// Which weights of a network are drawn: all, or the strongest where there is no room for all.

/**
 * Where the parameters of one layer lie: weights (inputs, outputs) row by row, then biases.
 *
 * @typedef {{ first: number, inputs: number, outputs: number, biases: number }} Place
 *
 * @typedef {object} Drawn
 * @property {Uint32Array[]} layers  for each layer the weights that are drawn, as input * outputs + output
 * @property {number} shown
 * @property {number} all
 * @property {number} widest  the largest size of a weight
 */

/** @param {number[]} sizes @returns {Place[]} */
export function placesOf(sizes) {
  let first = 0;
  return sizes.slice(1).map((outputs, layer) => {
    const inputs = sizes[layer];
    const place = { first, inputs, outputs, biases: first + inputs * outputs };
    first = place.biases + outputs;
    return place;
  });
}

/**
 * Small layers are drawn whole; what is left of `most` is shared equally by the larger ones, of
 * which the strongest weights are drawn.
 *
 * @param {number[]} sizes
 * @param {Float32Array} parameters
 * @param {number} most
 * @returns {Drawn}
 */
export function drawnWeights(sizes, parameters, most) {
  const places = placesOf(sizes);
  const counts = places.map(({ inputs, outputs }) => inputs * outputs);
  const shares = sharesOf(counts, most);
  let widest = 0;
  const layers = places.map(({ first }, layer) => {
    const strengths = new Float32Array(counts[layer]);
    for (let at = 0; at < strengths.length; at++) {
      const size = Math.abs(parameters[first + at]);
      strengths[at] = size;
      if (size > widest) widest = size;
    }
    return strongest(strengths, shares[layer]);
  });
  const sum = (/** @type {number[]} */ numbers) => numbers.reduce((total, each) => total + each, 0);
  return { layers, shown: sum(shares), all: sum(counts), widest };
}

/**
 * How much each gets of `most`: nobody more than wanted, and nobody less than another who wants more.
 *
 * @param {number[]} wanted
 * @param {number} most
 */
export function sharesOf(wanted, most) {
  const shares = wanted.map(() => 0);
  const order = wanted.map((_, place) => place).sort((one, other) => wanted[one] - wanted[other]);
  let left = most;
  for (const [turn, place] of order.entries()) {
    shares[place] = Math.min(wanted[place], Math.floor(left / (order.length - turn)));
    left -= shares[place];
  }
  return shares;
}

/**
 * The places of the `count` largest, in order. Of equal ones those that come first.
 *
 * @param {Float32Array} strengths
 * @param {number} count
 */
export function strongest(strengths, count) {
  const found = new Uint32Array(count);
  if (count >= strengths.length) return found.map((_, at) => at);
  if (!count) return found;
  const least = strengths.toSorted()[strengths.length - count];
  let above = 0;
  for (const strength of strengths) if (strength > least) above += 1;
  let equal = count - above;
  let next = 0;
  for (let at = 0; at < strengths.length && next < count; at++) {
    if (strengths[at] > least || (strengths[at] === least && equal-- > 0)) found[next++] = at;
  }
  return found;
}

/**
 * The weights that lead to a unit and away from it, each with the unit at its other end.
 *
 * @param {number[]} sizes
 * @param {Float32Array} parameters
 * @param {{ layer: number, unit: number }} which  layer 0 are the inputs
 */
export function weightsOf(sizes, parameters, { layer, unit }) {
  const places = placesOf(sizes);
  const before = places[layer - 1];
  const after = places[layer];
  const incoming = before
    ? Array.from({ length: before.inputs }, (_, other) => ({
        other,
        weight: parameters[before.first + other * before.outputs + unit],
      }))
    : [];
  const outgoing = after
    ? Array.from({ length: after.outputs }, (_, other) => ({
        other,
        weight: parameters[after.first + unit * after.outputs + other],
      }))
    : [];
  return { incoming, outgoing, bias: before ? parameters[before.biases + unit] : null };
}
