// What can be done to the network of a spec, and to which problem is raced on. Each function
// returns a new spec.

import { pretty } from "../lib/number.js";
import { withGoodRates } from "./problem.js";

/** @import { Catalog, Choice, NetworkSetup, Overridable, OwnTable, Racer, Spec } from "../types.js" */

/** What is left behind when the other problem is chosen. @typedef {Pick<Spec, "racers" | "steps" | "changes">} Left */

/** @type {Partial<Record<Spec["kind"], Left>>} */
const left = {};

/**
 * The other problem, with the same racers. Their learning rates become what they were when it was
 * left, or such as are good there: a rate for one problem says nothing about another.
 *
 * @param {Catalog} catalog
 * @param {Spec} spec
 * @param {Spec["kind"]} kind
 * @returns {Spec}
 */
export function withKind(catalog, spec, kind) {
  if (kind === spec.kind) return spec;
  left[spec.kind] = { racers: spec.racers, steps: spec.steps, changes: spec.changes };
  const fresh = withGoodRates(catalog, { ...spec, kind });
  const before = left[kind];
  if (!before) return fresh;
  const racers = fresh.racers.map((racer) => asBefore(racer, before.racers));
  const known = new Set(racers.filter((racer) => before.racers.includes(racer)).map(({ id }) => id));
  const changes = [
    ...before.changes.filter(({ racer }) => known.has(racer)),
    ...fresh.changes.filter(({ racer }) => !known.has(racer)),
  ];
  return { ...fresh, racers, steps: before.steps, changes };
}

/** @param {Racer} racer @param {Racer[]} before */
function asBefore(racer, before) {
  const same = before.find(({ id }) => id === racer.id);
  if (!same || same.optimizer !== racer.optimizer || same.convention !== racer.convention) return racer;
  return same.hidden === racer.hidden && same.look === racer.look ? same : { ...racer, hyperparameters: same.hyperparameters };
}

/** @param {Spec} spec @param {Partial<NetworkSetup>} parts @returns {Spec} */
export const withNetwork = (spec, parts) => ({ ...spec, network: { ...spec.network, ...parts } });

/**
 * Other data, learned with its usual loss, with every racer at the rate tested there.
 *
 * @param {Catalog} catalog
 * @param {Spec} spec
 * @param {string} name
 * @returns {Spec}
 */
export const withDataset = (catalog, spec, name) =>
  withGoodRates(catalog, withNetwork(spec, { dataset: { name, parameters: {} }, loss: null }));

/** Data of the person's own. @param {Spec} spec @param {OwnTable} own @returns {Spec} */
export const withOwnTable = (spec, own) =>
  withNetwork(spec, { dataset: { name: "own", parameters: {}, own }, loss: null });

/** A number of the data set, or of another entry. @param {Choice} choice @param {string} name @param {number} value */
export const withNumber = (choice, name, value) => ({
  ...choice,
  parameters: { ...choice.parameters, [name]: value },
});

/**
 * A racer with fields of the network of its own; null takes them all away.
 *
 * @param {Spec} spec
 * @param {string} id
 * @param {Partial<Overridable> | null} overrides
 * @returns {Spec}
 */
export const withOverrides = (spec, id, overrides) => ({
  ...spec,
  racers: spec.racers.map((racer) => {
    if (racer.id !== id) return racer;
    const { overrides: _, ...rest } = racer;
    return overrides && Object.keys(overrides).length ? { ...rest, overrides } : rest;
  }),
});

/**
 * What a racer has of its own, a few words for each field.
 *
 * @param {Catalog} catalog
 * @param {Racer["overrides"]} overrides
 * @returns {string[]}
 */
export function ownInWords({ networks }, overrides = {}) {
  const { batch_size, hidden, activation, initializer, scale, l2, l1, dropout } = overrides;
  const numbers = Object.entries({ scale, L2: l2, L1: l1, dropout });
  return [
    batch_size === undefined ? undefined : batch_size === null ? "full batch" : `batch ${batch_size}`,
    hidden && (hidden.length ? `hidden ${hidden.join("–")}` : "no hidden layer"),
    activation && choiceInWords(networks?.activations, activation),
    initializer && choiceInWords(networks?.initializers, initializer),
    ...numbers.map(([name, value]) => (value === undefined ? undefined : `${name} ${pretty(value)}`)),
  ].filter((words) => words !== undefined);
}

/** @param {{ name: string, label: string }[] | undefined} menu @param {Choice} choice */
function choiceInWords(menu, { name, parameters }) {
  const label = menu?.find((entry) => entry.name === name)?.label ?? name;
  return [label, ...Object.values(parameters).map((value) => pretty(value))].join(" ");
}
