// How each racer's network did, as numbers that a table can show and sort.

import { resultOf as statusOf } from "../../plots/results.js";
import { placeAt, seriesOf, stepOf } from "../curves/series.js";

/** @import { Look } from "../../types.js" */
/** @import { Entrant } from "../../plots/entrants.js" */
/** @import { Score } from "../curves/series.js" */

/** @typedef {"name" | "train" | "test" | "quality" | "best" | "reached" | "status"} LearningColumn */

/**
 * @typedef {object} LearningResult
 * @property {Entrant} entrant
 * @property {number} train  loss at the step on show; NaN where there is none
 * @property {number} test
 * @property {number} quality  on the test part, or on the train part where nothing is set aside
 * @property {number} best  the lowest loss on the test part
 * @property {number} bestAt  its step
 * @property {number | null} reached  first scored step with a train loss at or below the threshold
 * @property {string} status  in words
 * @property {number} rank  of the status: the smaller the better
 */

/**
 * What is scored at a step, or was at the latest score before it. A look at this very step is exact.
 *
 * @param {Entrant} entrant
 * @param {number} step
 * @param {number} threshold
 * @param {Look | null} look
 * @param {number} [last]  the last step that counts
 * @returns {LearningResult}
 */
export function resultOf(entrant, step, threshold, look, last = Infinity) {
  const { lane, racer } = entrant;
  const { status, rank } = statusOf(entrant, step, threshold);
  const seen = look?.runs.get(racer.id)?.step === step ? look.details?.get(racer.id) : undefined;
  const over = lane?.outcome?.status === "diverged" && step > lane.outcome.steps;
  const at = (/** @type {Score} */ score) => {
    if (!lane || over) return NaN;
    const series = seriesOf(lane, score);
    return series.values[placeAt(series, step)] ?? NaN;
  };
  const [trainQuality, testQuality] = seen
    ? [seen.train_accuracy ?? seen.train_r2 ?? NaN, seen.test_accuracy ?? seen.test_r2 ?? NaN]
    : [at("train_quality"), at("test_quality")];
  return {
    entrant,
    train: seen ? (seen.train_loss ?? NaN) : at("train_loss"),
    test: seen ? (seen.test_loss ?? NaN) : at("test_loss"),
    quality: Number.isNaN(testQuality) ? trainQuality : testQuality,
    ...bestOf(entrant, last),
    reached: reachedAt(entrant, threshold, last),
    status,
    rank,
  };
}

/** The lowest loss on the test part, and its step. @param {Entrant} entrant @param {number} last */
function bestOf({ lane }, last) {
  let [best, bestAt] = [NaN, 0];
  const series = lane ? seriesOf(lane, "test_loss") : null;
  for (let place = 0; series && place < series.length; place += 1) {
    const value = series.values[place];
    if (Number.isNaN(value) || value >= best || stepOf(series, place) > last) continue;
    [best, bestAt] = [value, stepOf(series, place)];
  }
  return { best, bestAt };
}

/** @param {Entrant} entrant @param {number} threshold @param {number} last */
function reachedAt({ lane }, threshold, last) {
  const scores = lane?.learning?.scores;
  const place = scores?.train_loss.findIndex((loss) => loss <= threshold) ?? -1;
  return scores && place >= 0 && scores.steps[place] <= last ? scores.steps[place] : null;
}

/**
 * The results in order; what has no number comes last either way.
 *
 * @param {LearningResult[]} results
 * @param {LearningColumn | null} column  null: the person's own order
 * @param {boolean} down
 * @returns {LearningResult[]}
 */
export function sorted(results, column, down) {
  if (!column) return results;
  const key = (/** @type {LearningResult} */ result) => {
    if (column === "name") return result.entrant.name;
    if (column === "status") return result.rank;
    return result[column] ?? NaN;
  };
  return results.toSorted((a, b) => {
    const [one, other] = [key(a), key(b)];
    if (Number.isNaN(one) || Number.isNaN(other)) return Number(Number.isNaN(one)) - Number(Number.isNaN(other));
    const order = one < other ? -1 : one > other ? 1 : 0;
    return down ? -order : order;
  });
}

/**
 * The scored steps that a table of numbers shows: the first, the last, and evenly spaced ones between.
 *
 * @param {number[]} steps
 * @param {number} most
 * @returns {number[]} their places
 */
export function chosenPlaces(steps, most) {
  const stride = Math.max(1, Math.ceil((steps.length - 1) / Math.max(1, most - 1)));
  return steps.map((_, place) => place).filter((place) => place % stride === 0 || place === steps.length - 1);
}
