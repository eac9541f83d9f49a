// What a sweep found, written into racers; and what of a racer a sweep does not depend on.

import { ruleOf } from "../spec/steer.js";
import { withHyperparameter } from "../spec/racers.js";
import { requestOf } from "../spec/request.js";

/** @import { Racer, Spec } from "../types.js" */

/**
 * What was swept of one racer, as POST /api/best tells it.
 *
 * @typedef {object} Swept
 * @property {Record<string, number>} hyperparameters
 * @property {number | null} score
 * @property {{ rate_name: "lr" | "eps", rates: number[], beta_name: "beta" | "beta1" | null, betas: number[], scores: (number | null)[][] }} swept
 * @property {boolean} at_edge
 * @property {string} words
 */

/** Whether it follows one rule from the start: what a sweep answers for. @param {Spec} spec @param {Racer} racer */
export const isSweepable = ({ changes }, { id, branch }) =>
  branch === undefined && !changes.some(({ racer }) => racer === id);

/** The hyperparameters that a sweep finds. @param {Record<string, number>} hyperparameters */
const found = (hyperparameters) => [
  "lr" in hyperparameters ? "lr" : "eps",
  "beta1" in hyperparameters ? "beta1" : "beta",
];

/**
 * What the sweep of a racer depends on: racers of the same text have the same answer.
 *
 * @param {Spec} spec
 * @param {string} id
 */
export function sweepKey(spec, id) {
  const { problem, runs, steps, seed } = requestOf(spec, [id]);
  const [{ hyperparameters, ...run }] = runs;
  const swept = found(hyperparameters);
  const rest = Object.entries(hyperparameters).filter(([name]) => !swept.includes(name));
  const names = Object.keys(hyperparameters);
  return JSON.stringify([problem, run, names, rest, steps, isLucky(spec) ? seed : 0]);
}

/** Whether another seed would be another race. @param {Pick<Spec, "kind" | "noise">} spec */
export const isLucky = ({ kind, noise }) => kind === "network" || noise > 0;

/**
 * The spec with the settings that were found.
 *
 * @param {Spec} spec
 * @param {Map<string, Record<string, number>>} settings  by racer
 * @returns {Spec}
 */
export const withSettings = (spec, settings) => ({
  ...spec,
  racers: spec.racers.map((racer) => {
    const hyperparameters = settings.get(racer.id);
    return hyperparameters ? { ...racer, hyperparameters } : racer;
  }),
});

/** The rate that all racers which have one share, else null. @param {Spec} spec */
export function commonRate(spec) {
  const rates = new Set(spec.racers.flatMap((racer) => ruleOf(spec, racer).hyperparameters.lr ?? []));
  return rates.size === 1 ? [...rates][0] : null;
}

/** Every racer that has a rate at this one. @param {Spec} spec @param {number} lr @returns {Spec} */
export function withCommonRate(spec, lr) {
  return spec.racers
    .filter((racer) => "lr" in ruleOf(spec, racer).hyperparameters)
    .reduce((next, { id }) => withHyperparameter(next, id, "lr", lr), spec);
}

/** The rate in the middle of all racers'. @param {Spec} spec */
export function middleRate(spec) {
  const rates = spec.racers.flatMap((racer) => ruleOf(spec, racer).hyperparameters.lr ?? []);
  return rates.toSorted((one, other) => one - other)[rates.length >> 1] ?? null;
}

/** What racers move by: another text was set by hand, or came with another race. @param {Spec} spec */
export function settingsKey(spec) {
  const ids = spec.racers.map(({ id }) => id);
  const { seed, ...request } = requestOf(spec, ids);
  return JSON.stringify([request, isLucky(spec) ? seed : 0]);
}
