// How many of many seeds reached the threshold, in words.

import { pretty } from "../lib/number.js";

/** @import { Cloud } from "../types.js" */

/**
 * The share of a racer's seeds with its interval, on two lines and in full; null without a cloud.
 *
 * @param {Cloud | null} cloud
 * @param {string} id
 * @returns {{ short: string, full: string } | null}
 */
export function successOf(cloud, id) {
  const run = cloud?.runs.get(id);
  if (!cloud || !run) return null;
  const [low, high] = run.interval.map((end) => Math.round(100 * end));
  const share = pretty(100 * run.share, 2);
  const lost = run.diverged ? ` ${run.diverged} diverged.` : "";
  return {
    short: `${share} %\n${low}–${high} %`,
    full: `${run.reached} of ${cloud.seeds} seeds reached the threshold: ${share} %, with 95 % confidence ${low} to ${high} %.${lost}`,
  };
}
