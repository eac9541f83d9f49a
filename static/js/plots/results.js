// How each racer did, as numbers that a table can show and sort.

import { extentOf } from "./extents.js";

/** @import { Lane } from "../types.js" */
/** @import { Entrant } from "./entrants.js" */

/** @typedef {"name" | "now" | "best" | "reached" | "status"} Column */

/**
 * @typedef {object} Result
 * @property {Entrant} entrant
 * @property {number} now  the loss at the step on show; NaN where there is none
 * @property {number} best
 * @property {number} bestAt  its step
 * @property {number | null} reached  first step at or below the threshold
 * @property {string} status  in words
 * @property {number} rank  of the status: the smaller the better
 */

/** @type {Record<string, number>} */
const RANKS = { converged: 0, finished: 1, running: 2, stalled: 3, diverged: 4, waiting: 5 };

/** @type {WeakMap<Lane, { threshold: number, read: number, found: number | null }>} */
const searched = new WeakMap();

/**
 * @param {Entrant} entrant
 * @param {number} step
 * @param {number} threshold
 * @returns {Result}
 */
export function resultOf(entrant, step, threshold) {
  const { lane } = entrant;
  if (!lane) {
    return {
      entrant, now: NaN, best: NaN, bestAt: 0, reached: null, status: "waiting", rank: RANKS.waiting,
    };
  }
  const { least, at } = extentOf(lane, "gap");
  const { word, status } = statusOf(lane);
  return {
    entrant,
    now: step < lane.length ? lane.gap[step] : NaN,
    best: least,
    bestAt: at,
    reached: reachedAt(lane, threshold),
    status: word,
    rank: RANKS[status],
  };
}

/**
 * The first step at which the loss is at the threshold or below it.
 *
 * @param {Lane} lane
 * @param {number} threshold
 * @returns {number | null}
 */
export function reachedAt(lane, threshold) {
  let search = searched.get(lane);
  if (!search || search.threshold !== threshold) {
    search = { threshold, read: 0, found: null };
    searched.set(lane, search);
  }
  for (; search.found === null && search.read < lane.length; search.read += 1) {
    if (lane.gap[search.read] <= threshold) search.found = search.read;
  }
  return search.found;
}

/** @param {Lane} lane */
function statusOf({ outcome, length }) {
  if (!outcome) return { status: "running", word: `running at step ${length - 1}` };
  const { status, since, steps, divergence } = outcome;
  if (status === "diverged") return { status, word: `diverged at step ${divergence?.step ?? steps + 1}` };
  return { status, word: since === null ? status : `${status} since step ${since}` };
}

/**
 * The results in order; what has no number comes last either way.
 *
 * @param {Result[]} results
 * @param {Column | null} column  null: the person's own order
 * @param {boolean} down
 * @returns {Result[]}
 */
export function sorted(results, column, down) {
  if (!column) return results;
  /** @type {(result: Result) => number | string} */
  const key = {
    name: (/** @type {Result} */ result) => result.entrant.name,
    now: (/** @type {Result} */ result) => result.now,
    best: (/** @type {Result} */ result) => result.best,
    reached: (/** @type {Result} */ result) => result.reached ?? NaN,
    status: (/** @type {Result} */ result) => result.rank,
  }[column];
  return results.toSorted((a, b) => {
    const [one, other] = [key(a), key(b)];
    if (Number.isNaN(one) || Number.isNaN(other)) return Number(Number.isNaN(one)) - Number(Number.isNaN(other));
    const order = one < other ? -1 : one > other ? 1 : 0;
    return down ? -order : order;
  });
}

/**
 * The steps that a table of numbers shows: 0, every so many, and the last.
 *
 * @param {number} last
 * @returns {number[]}
 */
export function chosenSteps(last) {
  const strides = [1, 2, 5, 10, 20, 50];
  const stride = last > 1000 ? 50 * Math.ceil(last / 1000) : strides.find((each) => last / each <= 20) ?? 50;
  const steps = [];
  for (let step = 0; step < last; step += stride) steps.push(step);
  return [...steps, last];
}
