// A spec as the body of POST /api/run, and as the race of a message.

/** @import { Spec } from "../types.js" */

/**
 * What POST /api/run is asked for these racers, in this order.
 *
 * @param {Spec} spec
 * @param {string[]} racerIds
 */
export function requestOf(spec, racerIds) {
  const runs = racerIds.map((id) => {
    const { optimizer, convention, hyperparameters, schedule } = racerOf(spec, id);
    return { optimizer, convention, hyperparameters, schedule };
  });
  const changes = spec.changes
    .filter((change) => racerIds.includes(change.racer))
    .map(({ step, racer, hyperparameters }) => ({
      step,
      run: racerIds.indexOf(racer),
      hyperparameters,
    }));
  return {
    problem: {
      kind: "surface",
      name: spec.surface,
      parameters: spec.parameters,
      start: spec.start,
      noise: spec.noise,
    },
    runs,
    steps: spec.steps,
    seed: spec.seed,
    changes,
  };
}

/** @param {Spec} spec @param {string} id */
function racerOf(spec, id) {
  const found = spec.racers.find((racer) => racer.id === id);
  if (!found) throw new Error(`no racer is called '${id}'`);
  return found;
}
