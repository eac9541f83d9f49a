// A body of POST /api/run as the page's spec: the other way of request.js.

import { conventionOf, optimizerOf, scheduleOf, surfaceOf } from "../lib/entries.js";
import { initialNetwork } from "./first.js";
import { defaultsOf } from "./rates.js";

/** @import { Catalog, Change, Choice, NetworkSetup, Overridable, Racer, Spec } from "../types.js" */

/** @typedef {Record<string, any>} Given  a body, or a part of it */

/**
 * The race that a body asks for. What it leaves out is what the server takes then; what it says
 * nothing of is as in `before`.
 *
 * @param {Catalog} catalog  with the menus of networks, if it is one of a network
 * @param {Spec} before
 * @param {Given} request
 * @param {readonly string[]} ids  of the racers, one for each run
 * @returns {Spec}
 */
export function specFrom(catalog, before, request, ids) {
  const { problem, runs, steps = 500, seed = 0, changes = [] } = request;
  const network = problem.kind === "network";
  return {
    ...before,
    ...(network ? { kind: "network", network: networkFrom(problem) } : surfaceFrom(catalog, problem)),
    steps,
    seed,
    racers: runs.map((/** @type {Given} */ run, /** @type {number} */ place) =>
      racerFrom(catalog, run, ids[place], place),
    ),
    solo: null,
    changes: changes.map((/** @type {Given} */ change) => changeFrom(catalog, change, ids)),
  };
}

/** @param {Catalog} catalog @param {Given} problem */
function surfaceFrom(catalog, { name, parameters = {}, start = null, noise = 0 }) {
  const info = surfaceOf(catalog, name);
  return {
    kind: /** @type {const} */ ("surface"),
    surface: name,
    parameters: { ...defaultsOf(info.parameters), ...parameters },
    start: /** @type {[number, number]} */ ([...(start ?? info.start)]),
    noise,
  };
}

/** @param {Given} problem @returns {NetworkSetup} */
function networkFrom({ kind: _, dataset = "moons", loss = null, ...rest }) {
  return {
    ...initialNetwork(),
    ...settingsFrom(rest),
    dataset: datasetFrom(dataset),
    test_fraction: rest.test_fraction ?? 0.3,
    loss: loss === null ? null : choiceFrom(loss),
  };
}

/** @param {string | Given} given @returns {NetworkSetup["dataset"]} */
function datasetFrom(given) {
  const { points, csv, target = null, inputs = null } = Object(given);
  const own = points ? { points } : csv === undefined ? undefined : { csv, target, inputs };
  return { ...choiceFrom(given), ...(own ? { own } : {}) };
}

/** @param {Given} given @returns {Partial<Overridable>} */
function settingsFrom({ test_fraction: _, activation, initializer, ...rest }) {
  return {
    ...rest,
    ...(activation ? { activation: choiceFrom(activation) } : {}),
    ...(initializer ? { initializer: choiceFrom(initializer) } : {}),
  };
}

/** A name alone stands for an entry with its defaults. @param {string | Given} given @returns {Choice} */
const choiceFrom = (given) =>
  typeof given === "string"
    ? { name: given, parameters: {} }
    : { name: given.name, parameters: { ...given.parameters } };

/** @param {Catalog} catalog @param {Given} run @param {string} id @param {number} place @returns {Racer} */
function racerFrom(catalog, run, id, place) {
  const { optimizer, hyperparameters = {}, overrides = {} } = run;
  const convention = run.convention ?? optimizerOf(catalog, optimizer).conventions[0].name;
  const { name = "constant", parameters = {} } = run.schedule ?? {};
  const own = settingsFrom(overrides);
  return {
    id,
    optimizer,
    convention,
    hyperparameters: { ...conventionOf(catalog, { optimizer, convention }).defaults, ...hyperparameters },
    schedule: { name, parameters: { ...defaultsOf(scheduleOf(catalog, name).parameters), ...parameters } },
    look: place,
    hidden: false,
    ...(Object.keys(own).length ? { overrides: own } : {}),
  };
}

/** @param {Catalog} catalog @param {Given} change @param {readonly string[]} ids @returns {Change} */
function changeFrom(catalog, { run, step, optimizer, convention: named, hyperparameters }, ids) {
  if (!optimizer) return { step, racer: ids[run], hyperparameters };
  const convention = named ?? optimizerOf(catalog, optimizer).conventions[0].name;
  const { defaults } = conventionOf(catalog, { optimizer, convention });
  return { step, racer: ids[run], optimizer, convention, hyperparameters: { ...defaults, ...hyperparameters } };
}
