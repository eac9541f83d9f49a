// The race that a visitor meets.

import { surfaceOf } from "../lib/entries.js";
import { withAdded } from "./racers.js";
import { TESTED, defaultsOf } from "./rates.js";

/** @import { Catalog, NetworkSetup, Spec } from "../types.js" */

const FIRST_SURFACE = "rosenbrock";
const FIRST_RACERS = ["sgd", "momentum", "rmsprop", "adam"];
const FIRST_STEPS = 500;

/** The network that a visitor meets. @returns {NetworkSetup} */
export const initialNetwork = () => ({
  dataset: { name: "moons", parameters: {} },
  test_fraction: 0.3,
  ...structuredClone(TESTED),
});

/**
 * The race that a visitor meets.
 *
 * @param {Catalog} catalog
 * @returns {Spec}
 */
export function initialSpec(catalog) {
  const { name, parameters, start } = surfaceOf(catalog, FIRST_SURFACE);
  /** @type {Spec} */
  const empty = {
    kind: "surface",
    network: initialNetwork(),
    surface: name,
    parameters: defaultsOf(parameters),
    start: [...start],
    noise: 0,
    steps: FIRST_STEPS,
    seed: 0,
    racers: [],
    solo: null,
    changes: [],
  };
  return FIRST_RACERS.reduce((spec, optimizer) => withAdded(catalog, spec, optimizer), empty);
}
