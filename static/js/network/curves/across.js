// How far a network has come, in steps, epochs or examples.

import { counted } from "../counted.js";

/** @import { Across, Learning } from "../../types.js" */

/** What decides how many examples a step sees. @typedef {Pick<Learning, "batch" | "examples">} Batches */

/** Steps of an epoch: the last of its batches may be a smaller one. @param {Batches} batches */
const stepsOfEpoch = ({ batch, examples }) => Math.max(1, Math.ceil(examples / Math.max(1, batch)));

/**
 * How many examples have been seen when a step is reached.
 *
 * @param {Batches} batches
 * @param {number} step
 */
export function seenAt(batches, step) {
  const { batch, examples } = batches;
  const long = stepsOfEpoch(batches);
  const epochs = Math.floor(step / long);
  return epochs * examples + Math.min((step - epochs * long) * batch, examples);
}

/**
 * A step in the unit of an axis.
 *
 * @param {Batches} batches
 * @param {number} step
 * @param {Across} across
 */
export function acrossAt(batches, step, across) {
  if (across === "steps") return step;
  const seen = seenAt(batches, step);
  return across === "examples" ? seen : seen / Math.max(1, batches.examples);
}

/**
 * The step, not rounded, at which an axis has a value.
 *
 * @param {Batches} batches
 * @param {number} value
 * @param {Across} across
 */
export function stepAcross(batches, value, across) {
  if (across === "steps") return value;
  const examples = Math.max(1, batches.examples);
  const seen = across === "examples" ? value : value * examples;
  const epochs = Math.floor(seen / examples);
  const long = stepsOfEpoch(batches);
  return epochs * long + Math.min((seen - epochs * examples) / Math.max(1, batches.batch), long);
}

/**
 * Epochs and examples in words. An epoch counts when it is over: 10.97 is “10.9”.
 *
 * @param {Batches} batches
 * @param {number} step
 */
export function progressWords(batches, step) {
  const epochs = Math.floor(10 * acrossAt(batches, step, "epochs") + 1e-9) / 10;
  return `epoch ${epochs.toFixed(1)} · ${counted(seenAt(batches, step))} examples`;
}
