// A spec as the body of POST /api/run, and as the race of a message.

/** @import { NetworkSetup, Spec } from "../types.js" */

/**
 * What POST /api/run is asked for these racers, in this order.
 *
 * @param {Spec} spec
 * @param {string[]} racerIds
 */
export function requestOf(spec, racerIds) {
  const runs = racerIds.map((id) => {
    const { optimizer, convention, hyperparameters, schedule, overrides } = racerOf(spec, id);
    const own = spec.kind === "network" && overrides ? { overrides } : {};
    return { optimizer, convention, hyperparameters, schedule, ...own };
  });
  const changes = spec.changes
    .filter(({ racer, step }) => racerIds.includes(racer) && step <= spec.steps)
    .map(({ racer, ...change }) => ({ ...change, run: racerIds.indexOf(racer) }));
  return {
    problem: spec.kind === "surface" ? surfaceProblem(spec) : networkProblem(spec.network),
    runs,
    steps: spec.steps,
    seed: spec.seed,
    changes,
  };
}

/** @param {Spec} spec */
const surfaceProblem = ({ surface, parameters, start, noise }) => ({
  kind: "surface",
  name: surface,
  parameters,
  start,
  noise,
});

/** @param {NetworkSetup} network */
const networkProblem = ({ dataset, loss, ...rest }) => ({
  kind: "network",
  dataset: datasetOf(dataset),
  ...(loss ? { loss } : {}),
  ...rest,
});

/**
 * A data set as the server is asked for it.
 *
 * @param {NetworkSetup["dataset"]} dataset
 */
export function datasetOf({ name, parameters, own }) {
  if (!own) return { name, parameters };
  if ("points" in own) return { name, points: own.points };
  const { csv, target, inputs } = own;
  return { name, csv, ...(target === null ? {} : { target }), ...(inputs === null ? {} : { inputs }) };
}

/** @param {Spec} spec @param {string} id */
function racerOf(spec, id) {
  const found = spec.racers.find((racer) => racer.id === id);
  if (!found) throw new Error(`no racer is called '${id}'`);
  return found;
}
