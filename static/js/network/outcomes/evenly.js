// The steps at which racers are read so that all have seen the same number of examples.

import { seenAt, stepAcross } from "../curves/across.js";

/** @import { View } from "../../types.js" */
/** @import { Entrant } from "../../plots/entrants.js" */

/**
 * Of each racer the step that is read as now, and the last that counts.
 *
 * @param {Entrant[]} entrants
 * @param {number} step  on show
 * @param {number} steps  of the race
 * @param {View["budget"]} budget
 * @returns {(entrant: Entrant) => { now: number, last: number }}
 */
export function readAt(entrants, step, steps, budget) {
  const learning = entrants.flatMap(({ lane }) => lane?.learning ?? []);
  if (budget === "steps" || !learning.length) return () => ({ now: step, last: Infinity });
  const seen = (/** @type {number} */ at) => Math.min(...learning.map((batches) => seenAt(batches, at)));
  const [now, last] = [seen(step), seen(steps)];
  return ({ lane }) => {
    const batches = lane?.learning;
    if (!batches) return { now: step, last: Infinity };
    const stepFor = (/** @type {number} */ examples) => Math.floor(stepAcross(batches, examples, "examples") + 1e-9);
    return { now: stepFor(now), last: stepFor(last) };
  };
}

/** A step in examples seen, where they are what counts. @param {Entrant} entrant @param {number | null} step @param {View["budget"]} budget */
export const reachedIn = ({ lane }, step, budget) =>
  step !== null && budget === "evaluations" && lane?.learning ? seenAt(lane.learning, step) : step;
