// Changing a racer while it runs: from the step on show, what came before stays.

/** @import { Racer, Spec } from "../types.js" */

/**
 * The spec with a number of one racer changed from a step on. Changes of the same number at the
 * same step are replaced.
 *
 * @param {Spec} spec
 * @param {string} id
 * @param {number} step
 * @param {string} name
 * @param {number} value
 * @returns {Spec}
 */
export function steered(spec, id, step, name, value) {
  const here = spec.changes.find((change) => change.racer === id && change.step === step);
  const change = { step, racer: id, hyperparameters: { ...here?.hyperparameters, [name]: value } };
  const others = spec.changes.filter((each) => each !== here);
  return { ...spec, changes: [...others, change].sort((one, other) => one.step - other.step) };
}

/**
 * The spec without what was changed for a racer at a step.
 *
 * @param {Spec} spec
 * @param {string} id
 * @param {number} step
 * @returns {Spec}
 */
export function unsteered(spec, id, step) {
  const kept = spec.changes.filter((change) => change.racer !== id || change.step !== step);
  return { ...spec, changes: kept };
}

/**
 * A racer's hyperparameters as they are at a step.
 *
 * @param {Spec} spec
 * @param {Racer} racer
 * @param {number} step
 * @returns {Record<string, number>}
 */
export function inForce(spec, racer, step) {
  const made = spec.changes.filter((change) => change.racer === racer.id && change.step <= step);
  return Object.assign({}, racer.hyperparameters, ...made.map((change) => change.hyperparameters));
}
