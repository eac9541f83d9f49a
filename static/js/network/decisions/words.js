// What decision pictures show, in words.

import { pretty } from "../../lib/number.js";
import { unitsOf } from "./picture_frame.js";

/** @import { Data, Lane, Look, Scores } from "../../types.js" */
/** @import { Entrant } from "../../plots/entrants.js" */
/** @import { Answer, Sense } from "../answers/answers.js" */

/** How good a network is. @typedef {{ part: "train" | "test", quality: number }} Score */

const LEVEL = 5e-4; // qualities that differ by less are told in the same words

/** @param {number} share */
const percent = (share) => `${(100 * share).toFixed(share > 0 && share < 1 ? 1 : 0)} %`;

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

/** In short, beside a name; where there is little room, the number alone. @param {Score | null} score @param {Data} data */
export function scoreWords(score, { task }, short = false) {
  if (!score) return "";
  const words = task === "classification" ? percent(score.quality) : `R² ${pretty(score.quality, 2)}`;
  return short ? words : `${score.part} ${words}`;
}

/** At length. @param {Score} score @param {Data} data */
function scoreSentence({ part, quality }, { task, rows }) {
  if (task === "regression") return `R² ${pretty(quality, 3)} on the ${part} points`;
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
 */
export function noteOf(lane, run, look, step) {
  if (!look || !run) return "not trained yet";
  if (lane?.outcome?.status === "diverged" && step > lane.outcome.steps) {
    return `diverged at step ${lane.outcome.steps + 1}`;
  }
  return run.step < look.step ? `step ${run.step}, still training` : "";
}

/**
 * A picture as a sentence.
 *
 * @param {Entrant} entrant
 * @param {Data} data
 * @param {{ step: number } | undefined} run
 * @param {string} note
 */
export function pictureSentence({ name, lane }, data, run, note) {
  if (!run) return `${name}: not trained yet.`;
  const score = scoreAt(lane?.learning?.scores, run.step);
  const told = score ? `: ${scoreSentence(score, data)}` : "";
  return `${name} at step ${run.step}${note.startsWith("diverged") ? `, ${note}` : ""}${told}.`;
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
 * @param {number} step
 * @param {number} steps  of the race
 */
export function leaderWords(entrants, data, step, steps) {
  const [best] = data ? ranked(entrants, step) : [];
  if (!data || !best) return `Step ${step} of ${steps}.`;
  return `Step ${step} of ${steps}. Ahead: ${best.name}, ${scoreSentence(best.score, data)}.`;
}

/**
 * How a race that is over went, in a line; nothing while a racer is still on its way.
 *
 * @param {Entrant[]} entrants
 * @param {Data | null} data
 * @param {number} steps  of the race
 */
export function learningVerdict(entrants, data, steps) {
  if (!data || !entrants.length || entrants.some(({ lane }) => !lane?.outcome)) return "";
  const well = entrants.filter(({ lane }) => lane?.outcome?.status !== "diverged");
  const diverged = entrants.length - well.length;
  const also = diverged ? `; ${diverged} of ${entrants.length} diverged` : "";
  if (!well.length) return entrants.length === 1 ? `${entrants[0].name} diverged` : "All diverged";
  const order = ranked(well, steps);
  if (!order.length) return "";
  const [best] = order;
  const last = order[order.length - 1];
  const told = scoreWords(best.score, data);
  if (order.length === 1 && entrants.length === 1) return `${best.name}: ${told}`;
  if (order.length > 1 && best.score.quality - last.score.quality < LEVEL) {
    return `${diverged ? "The others" : "All"} end level: ${told}${also}`;
  }
  const ahead = order.filter(({ score }) => best.score.quality - score.quality < LEVEL);
  if (ahead.length > 1) return `${ahead.length} of ${order.length} end ahead: ${told}${also}`;
  return `${best.name} ends ahead: ${told}${also}`;
}

/** The best first. @param {Entrant[]} entrants @param {number} step */
function ranked(entrants, step) {
  return entrants
    .flatMap(({ name, lane }) => {
      const score = scoreAt(lane?.learning?.scores, Math.min(step, (lane?.length ?? 1) - 1));
      return score ? [{ name, score }] : [];
    })
    .toSorted((one, other) => other.score.quality - one.score.quality);
}
