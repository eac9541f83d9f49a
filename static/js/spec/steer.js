// Changing a racer while it runs: from the step on show, what came before stays.

/** @import { Change, Racer, Rule, Spec } from "../types.js" */

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
  const hyperparameters = { ...here?.hyperparameters, [name]: value };
  const others = spec.changes.filter((each) => each !== here);
  return { ...spec, changes: inOrder([...others, { ...here, step, racer: id, hyperparameters }]) };
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
 * The rule that a racer follows at a step, with its numbers.
 *
 * @param {Pick<Spec, "changes">} spec
 * @param {Pick<Racer, "id" | "optimizer" | "convention" | "hyperparameters">} racer
 * @param {number} step
 * @returns {Rule}
 */
export function inForce({ changes }, { id, optimizer, convention, hyperparameters }, step) {
  const made = inOrder(changes.filter((change) => change.racer === id && change.step <= step));
  return made.reduce(after, { optimizer, convention, hyperparameters });
}

/** @param {Rule} rule @param {Change} change @returns {Rule} */
const after = (rule, { optimizer, convention, hyperparameters }) =>
  optimizer && convention
    ? { optimizer, convention, hyperparameters }
    : { ...rule, hyperparameters: { ...rule.hyperparameters, ...hyperparameters } };

/**
 * The rule that a racer is set to: its own part, from where it branched off.
 *
 * @param {Pick<Spec, "changes">} spec
 * @param {Racer} racer
 */
export const ruleOf = (spec, racer) => inForce(spec, racer, racer.branch ?? -1);

/**
 * The rules that a racer follows one after the other, and the steps they begin at.
 *
 * @param {Pick<Spec, "changes">} spec
 * @param {Racer} racer
 */
export function rulesOf({ changes }, { id, optimizer, convention }) {
  const rules = [{ optimizer, convention, since: 0 }];
  for (const change of inOrder(changes)) {
    if (change.racer !== id || !change.optimizer || !change.convention) continue;
    rules.push({ optimizer: change.optimizer, convention: change.convention, since: change.step });
  }
  return rules;
}

/**
 * The spec with a racer that follows a rule from where it branched off.
 *
 * @param {Spec} spec
 * @param {Racer} racer
 * @param {Rule} rule
 * @returns {Spec}
 */
export function withFuture(spec, racer, rule) {
  const step = racer.branch ?? 0;
  const past = inForce(spec, racer, step - 1);
  const turned = past.optimizer !== rule.optimizer || past.convention !== rule.convention;
  const moved = Object.entries(rule.hyperparameters).filter(
    ([name, value]) => turned || value !== past.hyperparameters[name],
  );
  const { optimizer, convention } = rule;
  /** @type {Change} */
  const change = {
    step,
    racer: racer.id,
    ...(turned ? { optimizer, convention } : {}),
    hyperparameters: Object.fromEntries(moved),
  };
  const { changes } = unsteered(spec, racer.id, step);
  return { ...spec, changes: inOrder(turned || moved.length ? [...changes, change] : changes) };
}

/** @param {Change[]} changes */
const inOrder = (changes) => changes.toSorted((one, other) => one.step - other.step);
