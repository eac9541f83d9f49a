// What a racer's path depends on: what is equal there need not be computed again.

/** @import { Change, OwnTable, Racer, Spec } from "../types.js" */
/** @import { Kept } from "./lane.js" */

/** What was changed, whoever of the same past it was. @typedef {Omit<Change, "racer">} Made */

/**
 * What a racer's path depends on: everything but how far it goes; and its changes on the way.
 *
 * @param {Spec} spec
 * @param {Racer} racer
 * @returns {[string, Made[]]}
 */
export function identity(spec, racer) {
  const { optimizer, convention, hyperparameters, schedule, overrides } = racer;
  const network = spec.kind === "network";
  const base = JSON.stringify([
    ...(network ? [...networkIdentity(spec), overrides] : surfaceIdentity(spec)),
    optimizer, convention, hyperparameters, schedule,
  ]);
  const changes = spec.changes.filter(({ racer: id, step }) => id === racer.id && step <= spec.steps);
  return [base, changes.map(({ racer: _, ...change }) => change)];
}

/**
 * What each racer's path depends on, by id.
 *
 * @param {Spec} spec
 * @returns {Map<string, string>}
 */
export const identitiesOf = (spec) =>
  new Map(spec.racers.map((racer) => [racer.id, JSON.stringify(identity(spec, racer))]));

/** @param {Spec} spec */
const surfaceIdentity = ({ surface, parameters, start, noise, seed }) => [
  surface, parameters, start, noise, noise ? seed : 0,
];

/** @param {Spec} spec */
function networkIdentity({ network, seed }) {
  const { own, ...dataset } = network.dataset;
  return ["network", { ...network, dataset }, own ? numberOf(own) : 0, seed];
}

/** @type {WeakMap<OwnTable, number>} */
const tables = new WeakMap();
let lastTable = 0;

/** A table can be long: it is known by a number, since another one is another object. */
function numberOf(/** @type {OwnTable} */ own) {
  const number = tables.get(own) ?? (lastTable += 1);
  tables.set(own, number);
  return number;
}

/** Whether a lane holds this racer's path. */
export function belongs(/** @type {Kept} */ lane, /** @type {Spec} */ spec, /** @type {Racer} */ racer) {
  const [base, changes] = identity(spec, racer);
  return lane.base === base && shared(lane.changes, changes) === Infinity;
}

/**
 * The first step at which two lists of changes part; Infinity where they are equal.
 *
 * @param {Made[]} one
 * @param {Made[]} other
 */
export function shared(one, other) {
  const texts = [one, other].map((list) => new Set(list.map((change) => JSON.stringify(change))));
  const parted = [
    ...one.filter((change) => !texts[1].has(JSON.stringify(change))),
    ...other.filter((change) => !texts[0].has(JSON.stringify(change))),
  ];
  return Math.min(Infinity, ...parted.map((change) => change.step));
}
