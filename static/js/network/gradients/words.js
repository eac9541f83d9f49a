// How much gradient reaches the first layer, in words.

import { pretty } from "../../lib/number.js";

/** @import { Lane } from "../../types.js" */
/** @import { Kept } from "./kept_details.js" */

const LEVEL = 2; // times: layers that differ by less get about as much
const LONGEST = 1e6; // beyond, a fraction is said as a power of ten

/**
 * A share as a person says it: "1/840", "12 times".
 *
 * @param {number} share
 */
export function shareWords(share) {
  if (share >= 1) return `${rounded(share)} times`;
  return 1 / share < LONGEST ? `1/${rounded(1 / share)}` : pretty(share, 2);
}

/** Two significant digits, thousands apart. @param {number} value */
function rounded(value) {
  const two = Number(value.toPrecision(2));
  return two < LONGEST ? two.toLocaleString("en") : pretty(value, 2);
}

/**
 * What a layer of weights is called: the last one leads to the outputs.
 *
 * @param {number} layer  from 0
 * @param {number} layers
 */
export const layerWords = (layer, layers) => `layer ${layer + 1}${layer === layers - 1 ? " (outputs)" : ""}`;

/**
 * The gradient norms of a racer's first and last layer: at a step that it has reached, or at the
 * last one before it where both are finite. More precise ones are known of some steps.
 *
 * @param {Lane} lane
 * @param {number} step
 * @param {Kept | undefined} exact
 */
function ends(lane, step, exact) {
  const flow = lane.learning?.flow ?? [];
  const reached = Math.min(step, lane.length - 1);
  const told = exact?.step === reached && exact.layers.length === flow.length ? exact.layers : null;
  const pair = told && [told[0], told[told.length - 1]].map(({ gradient_norm }) => gradient_norm ?? NaN);
  if (pair?.every(Number.isFinite)) return { at: reached, reached, layers: flow.length, first: pair[0], last: pair[1] };
  const finite = (/** @type {number} */ at) => Number.isFinite(flow[0]?.[at]) && Number.isFinite(flow.at(-1)?.[at]);
  let at = reached;
  while (at > 0 && !finite(at)) at -= 1;
  return { at, reached, layers: flow.length, first: flow[0]?.[at] ?? NaN, last: flow.at(-1)?.[at] ?? NaN };
}

/**
 * What reaches the first layer of a racer's network, in a sentence.
 *
 * @param {Lane} lane
 * @param {number} step
 * @param {Kept} [exact]  what is known more precisely, of one step
 */
export function flowSentence(lane, step, exact) {
  const { at, reached, layers, first, last } = ends(lane, step, exact);
  const over = lane.outcome?.status === "diverged" && step > reached;
  const since = over ? `Not finite from step ${reached + 1} on` : at < reached ? `Too large to compare at step ${reached}` : "";
  const when = since ? `${since}. Step ${at}:` : `Step ${at}:`;
  if (layers < 2) return `${when} the only layer gets ‖g‖ = ${pretty(first, 2)}.`;
  if (first === 0) return `${when} no gradient reaches ${last === 0 ? "any layer" : "the first layer"}.`;
  if (last === 0) return `${when} no gradient reaches the last layer.`;
  return `${when} the first layer gets ${comparison(first / last)}.`;
}

/** @param {number} share */
function comparison(share) {
  if (Number.isNaN(share)) return "a gradient that is not finite";
  if (isOne(share)) return "as much gradient as the last one";
  if (share > 1 / LEVEL && share < LEVEL) {
    return `about as much gradient as the last one (${pretty(share, 2)} times)`;
  }
  return share < 1 ? `${shareWords(share)} of the last one's gradient` : `${shareWords(share)} the last one's gradient`;
}

/** As it is said, to two digits. @param {number} share */
const isOne = (share) => Number(share.toPrecision(2)) === 1;

/**
 * The numbers under the pointer: of the first and the last layer, and of the one that is pointed at.
 *
 * @param {Lane} lane
 * @param {number} step
 * @param {number} layer  from 0
 */
export function flowReadout(lane, step, layer) {
  const flow = lane.learning?.flow ?? [];
  if (step >= lane.length) return lane.outcome?.status === "diverged" ? flowSentence(lane, step) : `Step ${step}: not trained yet.`;
  const told = [...new Set([0, layer, flow.length - 1])].filter((place) => place in flow).sort((a, b) => a - b);
  const norms = told.map((place) => `${layerWords(place, flow.length)}: ${place ? "" : "‖g‖ "}${pretty(flow[place][step], 2)}`);
  const share = flow[0][step] / flow[flow.length - 1][step];
  const ratio = flow.length > 1 && share > 0 && share < Infinity ? [isOne(share) ? "as much as the last one's" : `ratio ${ratioWords(share)}`] : [];
  return `Step ${step}, ${[...norms, ...ratio].join(", ")}`;
}

/** @param {number} share */
const ratioWords = (share) => (share >= 1 ? rounded(share) : shareWords(share));
