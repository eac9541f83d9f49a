// What decision pictures show, in words.

import { pretty } from "../../lib/number.js";
import { unitsOf } from "./picture_frame.js";

/** @import { Data, Lane, Look, RunDetails, Scores } from "../../types.js" */
/** @import { Entrant } from "../../plots/entrants.js" */
/** @import { Answer, Sense } from "../answers/answers.js" */

/** How good a network is. @typedef {{ part: "train" | "test", quality: number }} Score */

const FAR_OFF = -100; // an R² below tells no more than that
const LEVEL = 5e-4; // qualities that differ by less are told in the same words

/** @param {number} share */
const percent = (share) => `${(100 * share).toFixed(1)} %`;

/**
 * The latest score at or before a step: on the test part, or on the train part where nothing is tested.
 *
 * @param {Scores | undefined} scores
 * @param {number} step
 * @returns {Score | null}
 */
export function scoreAt(scores, step) {
  const place = scores ? scores.steps.findLastIndex((each) => each <= step) : -1;
  if (!scores || place < 0) return null;
  for (const part of /** @type {const} */ (["test", "train"])) {
    const quality = scores[`${part}_quality`][place];
    if (Number.isFinite(quality)) return { part, quality };
  }
  return null;
}

/** Whether a racer's training had left the finite numbers by then. @param {Lane | undefined} lane @param {number} step */
const isOver = (lane, step) => lane?.outcome?.status === "diverged" && step > lane.outcome.steps;

/**
 * How good the network is that a look shows: exactly where the look tells, else by the latest score
 * before it. Nothing for a racer that has diverged.
 *
 * @param {Pick<Entrant, "racer" | "lane">} entrant
 * @param {Pick<Look, "runs" | "details"> | null} look
 * @param {number} step  on show
 * @returns {Score | null}
 */
export function scoreOf({ racer, lane }, look, step) {
  if (isOver(lane, step)) return null;
  const run = look?.runs.get(racer.id);
  const told = run && look?.details?.get(racer.id);
  return (told && exactScore(told)) || scoreAt(lane?.learning?.scores, run?.step ?? -1);
}

/** @param {RunDetails} told @returns {Score | null} */
function exactScore(told) {
  for (const part of /** @type {const} */ (["test", "train"])) {
    const quality = told[`${part}_accuracy`] ?? told[`${part}_r2`];
    if (quality !== null) return { part, quality };
  }
  return null;
}

/** In short, beside a name. @param {Score | null} score @param {Data} data */
export function scoreWords(score, { task }) {
  if (!score) return "";
  return `${score.part} ${task === "classification" ? percent(score.quality) : `R² ${squared(score.quality)}`}`;
}

/** @param {number} quality */
const squared = (quality) => (quality < FAR_OFF ? "far off" : pretty(quality));

/** At length. @param {Score} score @param {Data} data */
function scoreSentence({ part, quality }, { task, rows }) {
  if (task === "regression") return `R² ${squared(quality)} on the ${part} points`;
  const wrong = Math.round((1 - quality) * rows[part]);
  return `${percent(quality)} of the ${part} points right, ${wrong} of ${rows[part]} wrong`;
}

/**
 * Of which step the weights are, where it is not the step on show.
 *
 * @param {Lane | undefined} lane
 * @param {{ step: number } | undefined} run
 * @param {Pick<Look, "step"> | null} look
 * @param {number} step  on show
 * @param {boolean} waiting  the server has not answered for a while
 */
export function noteOf(lane, run, look, step, waiting) {
  if (lane?.outcome && isOver(lane, step)) return `diverged at step ${lane.outcome.steps + 1}`;
  if (!look || !run) return waiting ? "waiting for the server" : "not trained yet";
  if (waiting && run.step !== step) return `step ${run.step}, waiting for the server`;
  return run.step < look.step ? `step ${run.step}, still training` : "";
}

/**
 * A picture as a sentence.
 *
 * @param {Entrant} entrant
 * @param {Data} data
 * @param {{ step: number } | undefined} run
 * @param {Score | null} score
 * @param {string} note
 */
export function pictureSentence({ name }, data, run, score, note) {
  if (!run) return `${name}: ${note}.`;
  if (note.startsWith("diverged")) return `${name} ${note}; drawn at step ${run.step}, its last finite one.`;
  const told = score ? `: ${scoreSentence(score, data)}` : "";
  return `${name} at step ${run.step}${told}.`;
}

/**
 * What pictures leave out where there are more than two features, and what that means.
 *
 * @param {Data} data
 */
export function sliceWords({ features, plane: { kind, names, explained } }) {
  if (features.length < 3) return ["", ""];
  const share = (explained ?? []).reduce((sum, each) => sum + each, 0);
  const along = kind === "principal" ? `the first two components (${(100 * share).toFixed(0)}\u00a0% of the variance)` : names.join(" and ");
  return [`A slice through the mean along ${along}; points lie before and behind it`, ", so colours beside them can differ"];
}

/** A place on the plane, in the table's own units. @param {Data} data @param {number} u @param {number} v */
export function placeWords(data, u, v) {
  const { across, up } = unitsOf(data);
  const [first, second] = data.plane.names;
  const at = (/** @type {string} */ name, /** @type {number} */ value, { mean, deviation } = across) =>
    `${name} ${pretty(value * deviation + mean, 2)}`;
  return data.plane.kind === "line" ? at(first, u) : `${at(first, u)}, ${at(second, v, up)}`;
}

/** What is answered there. @param {Sense} sense @param {Answer} answer */
export function answerWords({ kind, answers, classes, target }, { number, probability, output }) {
  if (kind === "number") return `${target} ${pretty(number)}`;
  if (probability !== null) return `${classes[number]}, ${certain(probability)}`;
  return `${classes[number]}, ${answers === "margins" ? "margin" : "output"} ${pretty(output, 2)}`;
}

/** No network is ever quite sure. @param {number} probability */
function certain(probability) {
  if (probability > 0.999) return "over 99.9 %";
  return `${(100 * probability).toFixed(probability > 0.99 ? 1 : 0)} %`;
}

/**
 * Who is ahead at a step, for those who hear the page.
 *
 * @param {Entrant[]} entrants
 * @param {Data | null} data
 * @param {Look | null} look
 * @param {number} step
 * @param {number} steps  of the race
 * @param {Read} [read]  where examples count, not steps
 */
export function leaderWords(entrants, data, look, step, steps, read) {
  const at = `Step ${step} of ${steps}${read ? ", read at equal examples" : ""}.`;
  const [best] = data ? ranked(entrants, look, read ?? (() => step)) : [];
  if (!data || !best) return at;
  const told = `${best.name}, ${scoreSentence(best.score, data)}`;
  return beatsMean(best.score, data) ? `${at} Ahead: ${told}.` : `${at} None beats the mean; nearest: ${told}.`;
}

/**
 * How a race that is over went, in a line; nothing while a racer is still on its way.
 *
 * @param {Entrant[]} entrants
 * @param {Data | null} data
 * @param {Look | null} look
 * @param {number} steps  of the race
 * @param {Read} [read]  where examples count, not steps
 */
export function learningVerdict(entrants, data, look, steps, read) {
  if (!data || !entrants.length || entrants.some(({ lane }) => !lane?.outcome)) return "";
  const diverged = entrants.filter(({ lane }) => isOver(lane, steps)).length;
  if (diverged === entrants.length) return diverged === 1 ? `${entrants[0].name} diverged` : "All diverged";
  const order = ranked(entrants, look, read ?? (() => steps));
  if (!order.length) return "";
  const words = endWords(order, data, entrants.length) + (read ? ", at equal examples" : "");
  return words + (diverged ? `; ${diverged} diverged` : "");
}

/** @param {Ranked[]} order @param {Data} data @param {number} count  of racers, with those that diverged */
function endWords(order, data, count) {
  const [best] = order;
  const told = scoreWords(best.score, data);
  const level = order.filter(({ score }) => best.score.quality - score.quality < LEVEL).length;
  if (!beatsMean(best.score, data)) return count === 1 ? `Worse than the mean: ${told}` : `None beats the mean: ${told}`;
  if (count === 1) return `${best.name}: ${told}`;
  if (order.length > 1 && level === order.length) return `${order.length < count ? "The others" : "All"} end level: ${told}`;
  return level > 1 ? `${level} of ${order.length} end ahead: ${told}` : `${best.name} ends ahead: ${told}`;
}

/** Below 0 the mean of the targets would have been the better answer. @param {Score} score @param {Data} data */
const beatsMean = ({ quality }, { task }) => task === "classification" || quality >= 0;

/** @typedef {{ name: string, score: Score }} Ranked */

/** The step at which a racer is read. @typedef {(entrant: Entrant) => number} Read */

/** The best first. @param {Entrant[]} entrants @param {Look | null} look @param {Read} read @returns {Ranked[]} */
function ranked(entrants, look, read) {
  return entrants
    .flatMap((entrant) => {
      const step = read(entrant);
      const shown = look?.runs.get(entrant.racer.id)?.step === step ? look : null;
      const score = shown ? scoreOf(entrant, shown, step) : latest(entrant, step);
      return score ? [{ name: entrant.name, score }] : [];
    })
    .toSorted((one, other) => other.score.quality - one.score.quality);
}

/** @param {Entrant} entrant @param {number} step */
const latest = ({ lane }, step) => (isOver(lane, step) ? null : scoreAt(lane?.learning?.scores, step));
