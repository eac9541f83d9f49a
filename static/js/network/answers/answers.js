// What the outputs of a network mean: classes, how sure it is of them, or a number.

import { lossOf } from "../../spec/loss.js";

/** @import { Choice, Data, LossInfo } from "../../types.js" */

/**
 * @typedef {object} Sense
 * @property {"two" | "many" | "number"} kind
 * @property {LossInfo["answers"]} answers
 * @property {string[]} classes
 * @property {string} target  what is predicted
 * @property {number} threshold  the second of two classes is chosen above it
 * @property {number} low  the lowest target, or output, that has a colour of its own
 * @property {number} high
 * @property {{ mean: number, deviation: number }} scale  leads a number back to the table's own
 */

/**
 * @param {Data} data
 * @param {Choice | null} loss
 * @param {LossInfo[]} losses
 * @returns {Sense}
 */
export function senseOf(data, loss, losses) {
  const { name } = lossOf(loss, data.task);
  const { answers, threshold } = losses.find((each) => each.name === name) ?? { answers: "numbers", threshold: 0.5 };
  const { classes, target, target_scale: scale } = data;
  const all = { answers, classes, target, threshold, scale };
  if (data.task === "regression") return { ...all, kind: "number", answers: "numbers", ...reach(data) };
  if (classes.length > 2) return { ...all, kind: "many", low: 0, high: 1 };
  const [low, high] = { logits: [-8, 8], margins: [-1, 1], numbers: [0, 1] }[answers];
  return { ...all, kind: "two", low, high };
}

/** @param {Data} data */
function reach({ train, test }) {
  let [low, high] = [Infinity, -Infinity];
  for (const targets of [train.target, test.target]) {
    for (const target of targets) {
      if (target < low) low = target;
      if (target > high) high = target;
    }
  }
  return low < high ? { low, high } : { low: low - 1, high: low + 1 };
}

const sigmoid = (/** @type {number} */ value) => 1 / (1 + Math.exp(-value));

/**
 * One output on the scale of the colours: -1 for the first class or the lowest value, 1 for the
 * second class or the highest.
 *
 * @param {Sense} sense
 * @param {number} output
 */
export function valueOf({ kind, answers, low, high }, output) {
  if (kind === "two" && answers === "logits") return 2 * sigmoid(output) - 1;
  return Math.max(-1, Math.min(1, (2 * (output - low)) / (high - low) - 1));
}

/**
 * How much colour a class has that is ahead of the next one by this much, 0 to 1.
 *
 * @param {Sense} sense
 * @param {number} lead
 */
export const sureness = ({ answers }, lead) =>
  answers === "logits" ? Math.tanh(lead / 2) : Math.min(1, Math.max(0, lead));

/**
 * What the network takes an example for: a class and how sure it is, or a number.
 *
 * @typedef {object} Answer
 * @property {number} number  of the class; the value in the table's own units where there are none
 * @property {number | null} probability  of the class, where there is such a thing
 * @property {number} output  that speaks for it
 */

/** @param {Sense} sense @param {ArrayLike<number>} outputs @returns {Answer} */
export function answerOf(sense, outputs) {
  const { kind, answers, threshold, scale } = sense;
  if (kind === "number") {
    return { number: outputs[0] * scale.deviation + scale.mean, probability: null, output: outputs[0] };
  }
  if (kind === "two") {
    const number = Number(outputs[0] > threshold);
    const share = answers === "logits" ? sigmoid(outputs[0]) : 0;
    return { number, probability: answers === "logits" ? (number ? share : 1 - share) : null, output: outputs[0] };
  }
  let best = 0;
  for (let k = 1; k < outputs.length; k++) if (outputs[k] > outputs[best]) best = k;
  const total = Array.from(outputs, (output) => Math.exp(output - outputs[best])).reduce((sum, each) => sum + each, 0);
  return { number: best, probability: answers === "logits" ? 1 / total : null, output: outputs[best] };
}
