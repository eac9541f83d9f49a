// Two futures of one past: a racer that is another one up to a step, and its own from there on.

import { freshId, freshLook, withConvention, withHyperparameter, withOptimizer } from "./racers.js";

/** @import { Catalog, Racer, Rule, Spec } from "../types.js" */

/**
 * The spec with a second racer below the first: the same up to a step, and from there on what is
 * asked for. The first is as it was. Where there is no room for one more, nothing changes.
 *
 * @param {Catalog} catalog
 * @param {Spec} spec
 * @param {string} id  of the first
 * @param {number} step
 * @param {Partial<Rule>} [what]  a rule, a convention, or numbers among others
 * @returns {Spec}
 */
export function branched(catalog, spec, id, step, { optimizer, convention, hyperparameters = {} } = {}) {
  const place = spec.racers.findIndex((racer) => racer.id === id);
  if (place < 0 || spec.racers.length >= catalog.limits.runs) return spec;
  const racer = spec.racers[place];
  /** @type {Racer} */
  const second = { ...racer, id: freshId(spec), look: freshLook(spec), hidden: false, branch: step };
  const past = spec.changes
    .filter((change) => change.racer === id && change.step <= step)
    .map((change) => ({ ...change, racer: second.id }));
  /** @type {Spec} */
  let next = {
    ...spec,
    racers: spec.racers.toSpliced(place + 1, 0, second),
    solo: null,
    changes: [...spec.changes, ...past],
  };
  if (optimizer) next = withOptimizer(catalog, next, second.id, optimizer);
  if (convention) next = withConvention(catalog, next, second.id, convention);
  for (const [name, value] of Object.entries(hyperparameters)) {
    next = withHyperparameter(next, second.id, name, value);
  }
  return next;
}
