// What a racer's numbers are before anybody changed them.

import { conventionOf, scheduleOf, surfaceOf } from "../lib/entries.js";

/** @import { Catalog, NetworkSetup, NumberInfo, Racer, Spec } from "../types.js" */

/**
 * The defaults of described numbers, by name.
 *
 * @param {NumberInfo[]} numbers
 * @returns {Record<string, number>}
 */
export function defaultsOf(numbers) {
  return Object.fromEntries(numbers.map((number) => [number.name, number.default]));
}

/** What decides which rate was tested. @typedef {Pick<Spec, "kind" | "surface" | "network">} Ground */

/** The network that rates were tested with; see scripts/tune_networks.py. @type {Omit<NetworkSetup, "dataset" | "test_fraction">} */
export const TESTED = {
  hidden: [8, 8],
  activation: { name: "tanh", parameters: {} },
  initializer: { name: "xavier_uniform", parameters: {} },
  scale: 1,
  loss: null,
  batch_size: 32,
  l1: 0,
  l2: 0,
  dropout: 0,
};

/**
 * The learning rate that was tested for this rule in this convention on the spec's surface or data
 * set; null where the rule has no rate or none was tested.
 *
 * @param {Catalog} catalog
 * @param {Ground} ground
 * @param {Pick<Racer, "optimizer" | "convention">} racer
 * @returns {number | null}
 */
export function testedRate(catalog, ground, { optimizer, convention }) {
  if (!("lr" in conventionOf(catalog, { optimizer, convention }).defaults)) return null;
  return ratesOn(catalog, ground)?.[optimizer]?.[convention] ?? null;
}

/**
 * The rate that may be called good for this racer: the tested one, but null where its network is
 * not the one that was tested.
 *
 * @param {Catalog} catalog
 * @param {Ground} ground
 * @param {Pick<Racer, "optimizer" | "convention" | "overrides">} racer
 */
export const goodRate = (catalog, ground, racer) =>
  ground.kind === "surface" || isTested({ ...ground.network, ...racer.overrides })
    ? testedRate(catalog, ground, racer)
    : null;

/** @param {NetworkSetup} network */
const isTested = (network) =>
  /** @type {(keyof typeof TESTED)[]} */ (Object.keys(TESTED)).every(
    (name) => JSON.stringify(network[name]) === JSON.stringify(TESTED[name]),
  );

/** @param {Catalog} catalog @param {Ground} ground */
function ratesOn(catalog, { kind, surface, network }) {
  if (kind === "surface") return surfaceOf(catalog, surface).rates_by_convention;
  return catalog.networks?.datasets.find(({ name }) => name === network.dataset.name)?.rates;
}

/**
 * A schedule's numbers before anybody changed them: its defaults, and its end at the race's.
 *
 * @param {Catalog} catalog
 * @param {Pick<Spec, "steps">} spec
 * @param {string} name
 * @returns {Record<string, number>}
 */
export function freshSchedule(catalog, { steps }, name) {
  const fresh = defaultsOf(scheduleOf(catalog, name).parameters);
  return "total" in fresh ? { ...fresh, total: steps } : fresh;
}

/**
 * A racer's hyperparameters before anybody changed them: the convention's defaults, at the
 * rate that was tested on the surface or data set where there is one.
 *
 * @param {Catalog} catalog
 * @param {Ground} spec
 * @param {Pick<Racer, "optimizer" | "convention">} racer
 * @returns {Record<string, number>}
 */
export function freshHyperparameters(catalog, spec, racer) {
  const rate = testedRate(catalog, spec, racer);
  return { ...conventionOf(catalog, racer).defaults, ...(rate === null ? {} : { lr: rate }) };
}
