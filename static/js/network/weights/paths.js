// The plane through the weights as the server answers it, and where racers are on it.

import { contourLevels, scaled } from "../../plots/levels.js";

/** @import { Lane, Outcome } from "../../types.js" */
/** @import { Entrant } from "../../plots/entrants.js" */
/** @import { Heights } from "../../plots/heights.js" */
/** @import { HeightScale } from "../../plots/levels.js" */
/** @import { Region } from "../../plots/region.js" */

/**
 * @typedef {object} Answer
 * @property {number} race
 * @property {number} resolution
 * @property {"train" | "test"} part
 * @property {number[]} runs
 * @property {number[]} left_out
 * @property {string | null} why
 * @property {[number, number]} explained
 * @property {number[]} u
 * @property {number[]} v
 * @property {(number | null)[][]} loss
 * @property {{ run: number, steps: number[], u: number[], v: number[], distance: number[] }[]} paths
 * @property {number} until
 * @property {[1 | -1, 1 | -1]} [turned]  along which axes it was turned round; see `facing`
 *
 * @typedef {object} WeightPath  one number for each step
 * @property {Float64Array} u
 * @property {Float64Array} v
 * @property {Float64Array} distance
 *
 * @typedef {object} WeightPlane
 * @property {[number, number]} explained
 * @property {Region} region
 * @property {Heights} heights  the losses; NaN where they are not finite
 * @property {HeightScale} scale
 * @property {(number | null)[][]} z  scaled
 * @property {{ start: number, end: number, size: number }} levels
 * @property {number} blank  share of the plane where the loss is not finite
 * @property {Map<string, WeightPath>} paths  by racer
 * @property {string[]} leftOut  ids of racers
 * @property {string | null} why
 * @property {number} until
 * @property {"train" | "test"} part
 * @property {[1 | -1, 1 | -1]} turned  −1 where an axis is the other way round than the server has it
 */

const USUAL = 0.85; // of the plane is below the loss that contours are spaced for
const WIDE = 4; // greatest to least loss: beyond this, colours go by powers of ten
const TINIEST = 1e-12; // of the greatest loss: less is one colour

/** @param {Answer} answer @param {string[]} ids  of racers, by run @returns {WeightPlane} */
export function weightPlaneOf(answer, ids) {
  const { u, v, loss, explained, why, until, part, resolution } = answer;
  const values = Float32Array.from(loss.flat(), (value) => value ?? NaN);
  const scale = lossScale(values);
  const z = loss.map((row) => row.map((value) => (value === null ? null : scaled(scale, value))));
  const sorted = /** @type {number[]} */ (z.flat().filter((value) => value !== null)).sort((a, b) => a - b);
  const low = scale.log ? sorted[Math.round(0.01 * (sorted.length - 1))] : sorted[0];
  const usual = sorted[Math.round(USUAL * (sorted.length - 1))];
  return {
    explained,
    region: { x: [u[0], u[u.length - 1]], y: [v[0], v[v.length - 1]] },
    heights: { region: { x: [u[0], u[u.length - 1]], y: [v[0], v[v.length - 1]] }, resolution, values },
    scale,
    z,
    levels: sorted.length ? contourLevels(low, sorted[sorted.length - 1], usual) : { start: 0, end: 0, size: 1 },
    blank: 1 - sorted.length / values.length,
    paths: new Map(answer.paths.map((path) => [ids[path.run], stepByStep(path)])),
    leftOut: answer.left_out.map((run) => ids[run]),
    why,
    until,
    part,
    turned: answer.turned ?? [1, 1],
  };
}

/**
 * An answer turned so that it looks like the one before: which way an axis points is a matter of
 * chance, and paths that jump to the other side cannot be followed.
 *
 * @param {Answer} answer
 * @param {string[]} ids
 * @param {WeightPlane} before
 * @returns {Answer}
 */
export function facing(answer, ids, before) {
  const turned = (/** @type {"u" | "v"} */ axis) => {
    let alike = 0;
    for (const path of answer.paths) {
      const old = before.paths.get(ids[path.run]);
      if (!old) continue;
      const from = [path[axis][0], old[axis][0]];
      path.steps.forEach((step, place) => {
        if (step < old[axis].length) alike += (path[axis][place] - from[0]) * (old[axis][step] - from[1]);
      });
    }
    return alike < 0;
  };
  const flipped = (/** @type {number[]} */ values) => values.map((value) => -value);
  const [across, up] = [turned("u"), turned("v")];
  const rows = across ? answer.loss.map((row) => row.toReversed()) : answer.loss;
  return {
    ...answer,
    turned: [across ? -1 : 1, up ? -1 : 1],
    u: across ? flipped(answer.u).reverse() : answer.u,
    v: up ? flipped(answer.v).reverse() : answer.v,
    loss: up ? rows.toReversed() : rows,
    paths: answer.paths.map((path) => ({
      ...path,
      u: across ? flipped(path.u) : path.u,
      v: up ? flipped(path.v) : path.v,
    })),
  };
}

/**
 * Losses are never below zero, and those near the racers are what matters: powers of ten show them.
 *
 * @param {Float32Array} losses
 * @returns {HeightScale}
 */
export function lossScale(losses) {
  const sorted = losses.filter(Number.isFinite).sort();
  const [least, greatest] = [sorted[0] ?? 0, sorted[sorted.length - 1] ?? 1];
  if (greatest <= WIDE * least || !(greatest > 0)) {
    return { log: false, floor: 0, low: least, high: Math.max(greatest, least + 1e-9) };
  }
  const floor = TINIEST * greatest;
  return { log: true, floor, low: Math.log10(least + floor), high: Math.log10(greatest + floor) };
}

/** @param {Answer["paths"][number]} path @returns {WeightPath} */
const stepByStep = ({ steps, u, v, distance }) => ({
  u: between(steps, u),
  v: between(steps, v),
  distance: between(steps, distance),
});

/**
 * A number for every step up to the last known one, on straight lines between those that are known.
 *
 * @param {number[]} steps  rising
 * @param {number[]} values
 */
export function between(steps, values) {
  const last = steps[steps.length - 1] ?? -1;
  const all = new Float64Array(last + 1);
  let after = 0;
  for (let step = 0; step <= last; step += 1) {
    while (steps[after] < step) after += 1;
    const before = Math.max(0, after - 1);
    const span = steps[after] - steps[before];
    const share = span ? (step - steps[before]) / span : 1;
    all[step] = share >= 1 || after === before ? values[after] : values[before] + share * (values[after] - values[before]);
  }
  return all;
}

/**
 * Racers with the coordinates of their weights in place of a point of a surface.
 *
 * @param {Entrant[]} entrants
 * @param {WeightPlane} plane
 * @returns {Entrant[]} those that are on the plane
 */
export function onPlane(entrants, { paths }) {
  return entrants.flatMap((entrant) => {
    const path = paths.get(entrant.racer.id);
    return path && entrant.lane ? [{ ...entrant, lane: placed(entrant.lane, path) }] : [];
  });
}

/** @type {WeakMap<WeightPath, { from: Lane, outcome: Outcome | null, lane: Lane }>} */
const kept = new WeakMap();

/** The same lane as long as nothing of it changes: what is drawn of it is kept. */
function placed(/** @type {Lane} */ from, /** @type {WeightPath} */ path) {
  const known = kept.get(path);
  if (known && known.from === from && known.outcome === from.outcome) return known.lane;
  const lane = { ...from, x: path.u, y: path.v, length: path.u.length, outcome: ended(from.outcome) };
  kept.set(path, { from, outcome: from.outcome, lane });
  return lane;
}

/** An outcome that says at which step a racer diverged, for its path may end before. */
function ended(/** @type {Outcome | null} */ outcome) {
  if (outcome?.status !== "diverged") return outcome;
  return { ...outcome, divergence: /** @type {any} */ ({ step: outcome.steps + 1 }) };
}
