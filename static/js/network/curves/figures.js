// How the readings of networks write their numbers: one way everywhere.

import { pretty } from "../../lib/number.js";
import { grouped } from "../counted.js";

const FAR_OFF = -100; // an R² below tells no more than that

/**
 * A loss, a rate, a norm; with a digit less where a long power takes its room.
 *
 * @param {number} value
 * @param {number} [digits]
 */
export function figure(value, digits = 3) {
  const long = value !== 0 && !(Math.abs(value) >= 1e-9 && Math.abs(value) < 1e10);
  return grouped(pretty(value, long ? Math.min(digits, Math.max(2, digits - 1)) : digits));
}

/** A share in percent. @param {number} share */
export const percent = (share) => (Number.isFinite(share) ? `${(100 * share).toFixed(1)} %` : "–");

/** How much of the variance is told: at most 1, below 0 where the mean alone does better. @param {number} value */
export const squared = (value) => (value < FAR_OFF ? "far off" : figure(value));
