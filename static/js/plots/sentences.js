// What the pictures show, in words.

import { pretty } from "../lib/number.js";
import { reachedAt } from "./results.js";

/** @import { Lane } from "../types.js" */
/** @import { Entrant } from "./entrants.js" */

const SAME = 0.01; // relative: losses that differ by less are level

/** What `gap` is called. @param {Lane} lane */
export const gapWord = (lane) => (lane.lowest === null ? "f" : "f − f*");

/**
 * Where a racer is at a step.
 *
 * @param {Entrant} entrant
 * @param {number} step
 * @param {number} steps  of the race
 */
export function whereIs({ name, lane }, step, steps) {
  if (!lane) return `${name}: not computed yet.`;
  const end = lane.length - 1;
  if (lane.outcome?.status === "diverged" && step > end) {
    return `${name}: diverged at step ${end + 1}.`;
  }
  const last = Math.min(step, end);
  const place = `(${pretty(lane.x[last])}, ${pretty(lane.y[last])})`;
  return `${name}: step ${last} of ${steps}, ${gapWord(lane)} = ${pretty(lane.gap[last], 2)} at ${place}.`;
}

/**
 * Who is lowest at a step, in a sentence for those who hear the page.
 *
 * @param {Entrant[]} entrants
 * @param {number} step
 * @param {number} steps
 */
export function whoLeads(entrants, step, steps) {
  let best = null;
  for (const entrant of entrants) {
    const { lane } = entrant;
    if (!lane || step >= lane.length) continue;
    if (!best?.lane || lane.gap[step] < best.lane.gap[step]) best = entrant;
  }
  if (!best?.lane) return `Step ${step} of ${steps}.`;
  const value = pretty(best.lane.gap[step], 2);
  return `Step ${step} of ${steps}. Lowest: ${best.name}, ${gapWord(best.lane)} = ${value}.`;
}

/**
 * How a race that is over went, in a line; nothing while a racer is still on its way.
 *
 * @param {Entrant[]} entrants
 * @param {number} threshold
 * @param {number} steps  of the race
 */
export function verdict(entrants, threshold, steps) {
  const lanes = entrants.flatMap(({ name, lane }) => (lane?.outcome ? { name, lane } : []));
  if (!lanes.length || lanes.length < entrants.length) return "";
  const diverged = lanes.filter(({ lane }) => lane.outcome?.status === "diverged").length;
  const also = diverged ? `; ${diverged} of ${lanes.length} diverged` : "";
  const there = lanes
    .map(({ name, lane }) => ({ name, lane, step: reachedAt(lane, threshold) ?? Infinity }))
    .toSorted((one, other) => one.step - other.step);
  const [first] = there;
  if (first.step < Infinity) {
    return `${first.name} was first at ${gapWord(first.lane)} ≤ ${pretty(threshold)}: step ${first.step}${also}`;
  }
  const last = lanes.filter(({ lane }) => lane.length > steps);
  if (!last.length) return lanes.length === 1 ? `${first.name} diverged` : "All diverged";
  const ends = last.map(({ lane }) => lane.gap[steps]);
  if (last.length > 1 && Math.max(...ends) - Math.min(...ends) <= SAME * Math.abs(ends[0])) {
    return `${diverged ? "The others" : "All"} end level: ${gapWord(first.lane)} = ${pretty(ends[0], 2)}${also}`;
  }
  const lowest = last.reduce((one, other) => (other.lane.gap[steps] < one.lane.gap[steps] ? other : one));
  return `${lowest.name} ends lowest: ${gapWord(lowest.lane)} = ${pretty(lowest.lane.gap[steps], 2)}${also}`;
}
