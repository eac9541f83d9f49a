// What can be done to the problem of a spec, and to how long it is raced on. Each function
// returns a new spec.

import { surfaceOf } from "../lib/entries.js";
import { defaultsOf, testedRate } from "./rates.js";

/** @import { Catalog, Change, Racer, Rule, Spec } from "../types.js" */

/**
 * Another surface, from its own start, with every racer at the rate tested there.
 *
 * @param {Catalog} catalog
 * @param {Spec} spec
 * @param {string} name
 * @returns {Spec}
 */
export function withSurface(catalog, spec, name) {
  const { parameters, start } = surfaceOf(catalog, name);
  return withGoodRates(catalog, {
    ...spec,
    surface: name,
    parameters: defaultsOf(parameters),
    start: [...start],
  });
}

/**
 * Every rule at the rate tested on this problem, where one is known, from start to end. Racers
 * still turn to the rules that they turned to.
 *
 * @param {Catalog} catalog
 * @param {Spec} spec
 * @returns {Spec}
 */
export function withGoodRates(catalog, spec) {
  /** @type {<T extends Rule>(rule: T) => T} */
  const rated = (rule) => {
    const lr = testedRate(catalog, spec, rule);
    return lr === null ? rule : { ...rule, hyperparameters: { ...rule.hyperparameters, lr } };
  };
  return {
    ...spec,
    racers: spec.racers.map(rated),
    changes: spec.changes.flatMap((change) => {
      const { optimizer, convention } = change;
      return optimizer && convention ? rated({ ...change, optimizer, convention }) : [];
    }),
  };
}

/** @param {Spec} spec @param {string} name @param {number} value @returns {Spec} */
export function withParameter(spec, name, value) {
  return { ...spec, parameters: { ...spec.parameters, [name]: value } };
}

/** @param {Spec} spec @param {[number, number]} start @returns {Spec} */
export const withStart = (spec, start) => ({ ...spec, start });

/** The surface's own start. @param {Catalog} catalog @param {Spec} spec @returns {Spec} */
export const withOwnStart = (catalog, spec) =>
  withStart(spec, [...surfaceOf(catalog, spec.surface).start]);

/** @param {Spec} spec @param {number} noise @returns {Spec} */
export const withNoise = (spec, noise) => ({ ...spec, noise });

/** The racers whose schedule ends with the race. @param {Spec} spec */
export const endingWithRace = ({ racers, steps }) =>
  new Set(racers.filter(({ schedule }) => schedule.parameters.total === steps).map(({ id }) => id));

/**
 * A race of another length. Changes after the last step are dropped, but for those of a branch,
 * which may come back; schedules that end with the race go on ending with it.
 *
 * @param {Spec} spec
 * @param {number} steps
 * @param {Set<string>} [ending]  ids of the racers with such a schedule
 * @returns {Spec}
 */
export const withSteps = (spec, steps, ending = endingWithRace(spec)) => ({
  ...spec,
  steps,
  racers: spec.racers.map((racer) => (ending.has(racer.id) ? withTotal(racer, steps) : racer)),
  changes: spec.changes.filter((change) => change.step <= steps || isOfBranch(spec, change)),
});

/** @param {Spec} spec @param {Change} change */
const isOfBranch = ({ racers }, { racer }) =>
  racers.some(({ id, branch }) => id === racer && branch !== undefined);

/** @param {Racer} racer @param {number} total @returns {Racer} */
const withTotal = (racer, total) => ({
  ...racer,
  schedule: { ...racer.schedule, parameters: { ...racer.schedule.parameters, total } },
});

/** @param {Spec} spec @param {number} seed @returns {Spec} */
export const withSeed = (spec, seed) => ({ ...spec, seed });
