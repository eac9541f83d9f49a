// Racers that see as many examples a step lie at the same place of an axis at each step.

import { acrossAt, stepAcross } from "./across.js";

/** @import { Across } from "../../types.js" */
/** @import { Entrant } from "../../plots/entrants.js" */
/** @import { Batches } from "./across.js" */

/**
 * @typedef {object} Pace
 * @property {Batches} batches
 * @property {Entrant[]} entrants
 * @property {number} end  what the axis has at the last step of the race
 */

/**
 * The paces of a race: that of the racer named first, then by how little of the axis they take.
 *
 * @param {Entrant[]} entrants
 * @param {Across} across
 * @param {number} steps  of the race
 * @param {string | null} first  id of a racer
 * @returns {Pace[]}
 */
export function pacesOf(entrants, across, steps, first) {
  /** @type {Map<string, Pace>} */
  const paces = new Map();
  for (const entrant of entrants) {
    const learning = entrant.lane?.learning;
    if (!learning) continue;
    const { batch, examples } = learning;
    const key = across === "steps" ? "" : `${batch} of ${examples}`;
    const pace = paces.get(key) ?? { batches: { batch, examples }, entrants: [], end: 0 };
    pace.end = acrossAt(pace.batches, steps, across);
    pace.entrants.push(entrant);
    paces.set(key, pace);
  }
  const leads = (/** @type {Pace} */ pace) => Number(pace.entrants.some(({ racer }) => racer.id === first));
  return [...paces.values()].sort((one, other) => leads(other) - leads(one) || one.end - other.end);
}

/**
 * The step that a place of the axis means: of the first pace that comes so far.
 *
 * @param {Pace[]} paces
 * @param {number} value
 * @param {Across} across
 */
export function stepOfPaces(paces, value, across) {
  const pace = paces.find(({ end }) => end >= value) ?? paces.toSorted((one, other) => other.end - one.end)[0];
  return pace ? stepAcross(pace.batches, Math.min(value, pace.end), across) : null;
}
