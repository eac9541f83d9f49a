// Curves of score against learning rate: which row of a sweep is shown, and where its points lie.

import { TINY } from "../plots/extents.js";
import { curveScale, heightOf } from "../plots/curve_scale.js";

/** @import { CurveScale } from "../plots/curve_scale.js" */
/** @import { Entrant } from "../plots/entrants.js" */
/** @import { Swept } from "./settings.js" */

/**
 * @typedef {object} RateCurve
 * @property {Entrant} entrant
 * @property {Swept} swept
 * @property {number | null} beta  of the row on show; null where there is none
 * @property {number[]} rates
 * @property {(number | null)[]} scores
 * @property {number} current  the racer's rate now
 *
 * @typedef {object} RatesPlan
 * @property {RateCurve[]} curves
 * @property {CurveScale} scale
 * @property {number} left
 * @property {number} right
 * @property {number} top
 * @property {number} bottom
 * @property {number} rail  where 0 is drawn
 * @property {number} height
 * @property {[number, number]} powers  of ten, where the axis begins and ends
 */

/** How β is chosen: "set", "best", or a number. @typedef {string} BetaChoice */

/**
 * @param {Entrant} entrant
 * @param {Swept} swept
 * @param {BetaChoice} choice
 * @returns {RateCurve}
 */
export function curveOf(entrant, swept, choice) {
  const { beta_name: name, betas, rates, scores } = swept.swept;
  const { hyperparameters } = entrant.racer;
  const wished = name === null ? NaN : choice === "set" ? hyperparameters[name] : choice === "best" ? swept.hyperparameters[name] : Number(choice);
  const row = name === null ? 0 : nearest(betas, wished);
  return {
    entrant,
    swept,
    beta: name === null ? null : betas[row],
    rates,
    scores: scores[row],
    current: hyperparameters.lr,
  };
}

/** The place of the momentum nearest to one, by what is forgotten. @param {number[]} betas @param {number} beta */
export function nearest(betas, beta) {
  const away = betas.map((each) => Math.abs(Math.log(1 - each) - Math.log(1 - Math.min(beta, 0.99999))));
  return away.indexOf(Math.min(...away));
}

/**
 * @param {RateCurve[]} curves
 * @param {number} width
 * @param {number} size  1, or more for a projector
 * @returns {RatesPlan}
 */
export function planned(curves, width, size) {
  const scores = curves.flatMap((curve) => curve.scores.filter((score) => score !== null));
  const rates = curves.flatMap((curve) => curve.rates);
  const top = 24 * size;
  const bottom = top + 250 * size;
  const rail = bottom + 10 * size;
  const least = Math.min(...scores);
  const scale = curveScale(scores.length ? [extentOf(scores)] : [], least < 0 ? "symlog" : "log");
  const powers = /** @type {[number, number]} */ ([Math.log10(Math.min(...rates)), Math.log10(Math.max(...rates))]);
  return {
    curves, scale, top, bottom, rail, powers,
    left: 52 * size,
    right: width - 12,
    height: rail + 44 * size,
  };
}

/** @param {number[]} values */
const extentOf = (values) => ({
  read: values.length,
  least: Math.min(...values),
  greatest: Math.max(...values),
  tiniest: Math.min(...values.filter((value) => value >= TINY)),
  zero: values.includes(0),
  below: values.some((value) => value < 0),
  hidden: values.some((value) => value > 0 && value < TINY),
  first: Math.max(...values.filter(Number.isFinite).map(Math.abs)),
  at: 0,
});

/** @param {Pick<RatesPlan, "left" | "right" | "powers">} plan @param {number} rate */
export const acrossRate = ({ left, right, powers: [low, high] }, rate) =>
  left + ((right - left) * (Math.log10(rate) - low)) / (high - low || 1);

/** @param {Pick<RatesPlan, "scale" | "top" | "bottom" | "rail">} plan @param {number} score */
export function downScore({ scale, top, bottom, rail }, score) {
  const height = heightOf(scale, score);
  return height === -Infinity ? rail : bottom - Math.min(1, height) * (bottom - top);
}

/**
 * Where a rate stands on a curve, between the rates that were tried; null where it is lost.
 *
 * @param {RatesPlan} plan
 * @param {RateCurve} curve
 * @param {number} rate
 * @returns {[number, number] | null}
 */
export function placeOf(plan, { rates, scores }, rate) {
  const after = rates.findIndex((each) => each >= rate * (1 - 1e-9));
  if (after < 0) return null;
  const [here, before] = [scores[after], scores[Math.max(0, after - 1)]];
  if (here === null) return null;
  const [x, y] = [acrossRate(plan, rates[after]), downScore(plan, here)];
  if (after === 0 || before === null || Math.abs(rates[after] / rate - 1) < 1e-9) return [x, y];
  const [x0, y0] = [acrossRate(plan, rates[after - 1]), downScore(plan, before)];
  const at = acrossRate(plan, rate);
  return [at, y0 + ((y - y0) * (at - x0)) / (x - x0)];
}

/** From which rate on all are lost; null where the largest is not. @param {RateCurve} curve */
export function lostFrom({ rates, scores }) {
  const last = scores.findLastIndex((score) => score !== null);
  return last === scores.length - 1 ? null : rates[last + 1];
}

/**
 * The tried rate of a curve nearest to a place, within reach.
 *
 * @param {RatesPlan} plan
 * @param {number} x
 * @param {number} y
 * @param {number} reach  in pixels
 * @returns {{ curve: RateCurve, at: number } | null}
 */
export function nearestPoint(plan, x, y, reach) {
  let best = reach * reach;
  let found = null;
  for (const curve of plan.curves) {
    curve.rates.forEach((rate, at) => {
      const score = curve.scores[at];
      if (score === null) return;
      const away = (acrossRate(plan, rate) - x) ** 2 + (downScore(plan, score) - y) ** 2;
      if (away >= best) return;
      best = away;
      found = { curve, at };
    });
  }
  return found;
}

/**
 * The next tried rate on one side that is not lost; the racer's own may lie between two.
 *
 * @param {RateCurve} curve
 * @param {1 | -1} side
 */
export function nextRate({ rates, scores, current }, side) {
  const fit = rates.filter((_, at) => scores[at] !== null);
  const beyond = 1e-9;
  return side > 0
    ? fit.find((rate) => rate > current * (1 + beyond))
    : fit.findLast((rate) => rate < current * (1 - beyond));
}
