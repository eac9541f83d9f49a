// The points of one racer, as they come.

/** @import { Lane, Learning, Scores } from "../types.js" */
/** @import { Block, NetworkBlock } from "../wire.js" */
/** @import { Made } from "./identity.js" */

/**
 * A racer's points with what they belong to. `ended` is set once it left the finite numbers;
 * `told` is the number of steps that its outcome speaks of, `since` when it was first expected.
 *
 * @typedef {Lane & { base: string, changes: Made[], ended: boolean, told: number, since: number }} Kept
 */

/**
 * What the server says of a run before its first block.
 *
 * @typedef {object} Announced
 * @property {number | null} [lowest]  what a surface's values are measured from
 * @property {number[]} [sizes]  of a network, as in Learning
 * @property {number} [batch]
 * @property {number} [examples]
 */

/** @returns {Kept} */
export function empty(
  /** @type {string} */ id,
  /** @type {number} */ room,
  /** @type {string} */ base,
  /** @type {Made[]} */ changes,
  /** @type {Announced} */ run = {},
) {
  const learning = run.sizes ? fresh(run, room) : null;
  return {
    id,
    length: 0,
    x: new Float64Array(learning ? 0 : room),
    y: new Float64Array(learning ? 0 : room),
    gap: new Float32Array(room),
    norm: new Float32Array(room),
    move: new Float32Array(room),
    rate: new Float64Array(room),
    lowest: run.lowest ?? null,
    learning,
    outcome: null,
    base,
    changes,
    ended: false,
    told: -1,
    since: performance.now(),
  };
}

/** @returns {Learning} */
function fresh(/** @type {Announced} */ { sizes = [], batch = 0, examples = 0 }, /** @type {number} */ room) {
  return {
    sizes,
    batch,
    examples,
    flow: sizes.slice(1).map(() => new Float32Array(room)),
    scores: { steps: [], train_loss: [], test_loss: [], train_quality: [], test_quality: [] },
  };
}

/** Copy the first `count` points, as far as both lanes have room. */
export function copy(/** @type {Kept} */ from, /** @type {Kept} */ to, /** @type {number} */ count) {
  const length = Math.min(from.length, count, to.gap.length);
  for (const name of /** @type {const} */ (["x", "y", "gap", "norm", "move", "rate"])) {
    to[name].set(from[name].subarray(0, Math.min(length, to[name].length)));
  }
  to.length = length;
  to.lowest ??= from.lowest;
  if (from.learning && to.learning) copyLearning(from.learning, to.learning, length);
}

function copyLearning(/** @type {Learning} */ from, /** @type {Learning} */ to, /** @type {number} */ length) {
  to.flow.forEach((column, layer) => column.set(from.flow[layer].subarray(0, length)));
  const known = from.scores.steps.filter((step) => step < length).length;
  for (const name of /** @type {(keyof Scores)[]} */ (Object.keys(to.scores))) {
    to.scores[name] = from.scores[name].slice(0, known);
  }
}

export function append(/** @type {Kept} */ lane, /** @type {Block} */ block, /** @type {number} */ place) {
  const { steps, first } = block;
  let x = block.points[2 * place];
  let y = block.points[2 * place + 1];
  for (let k = 0; k < steps && !lane.ended; k += 1) {
    const at = place * steps + k;
    if (k > 0) {
      x += block.dx[at];
      y += block.dy[at];
    }
    const step = first + k;
    if (step !== lane.length || step >= lane.x.length) continue;
    if (Number.isNaN(block.gap[at])) {
      lane.ended = true;
      return;
    }
    lane.x[step] = x;
    lane.y[step] = y;
    lane.gap[step] = block.gap[at];
    lane.norm[step] = block.norm[at];
    lane.move[step] = Math.hypot(block.dx[at], block.dy[at]);
    lane.rate[step] = block.rate ? block.rate[at] : block.rates[place];
    lane.length += 1;
  }
}

export function appendTrained(/** @type {Kept} */ lane, /** @type {NetworkBlock} */ block, /** @type {number} */ place) {
  const { steps, first } = block;
  const learning = /** @type {Learning} */ (lane.learning);
  for (let k = 0; k < steps && !lane.ended; k += 1) {
    const at = place * steps + k;
    const step = first + k;
    if (step !== lane.length || step >= lane.gap.length) continue;
    if (Number.isNaN(block.gap[at])) {
      lane.ended = true;
      break;
    }
    lane.gap[step] = block.gap[at];
    lane.norm[step] = block.norm[at];
    lane.move[step] = block.move[at];
    lane.rate[step] = block.rate ? block.rate[at] : block.rates[place];
    learning.flow.forEach((column, layer) => {
      column[step] = block.flow[layer][at];
    });
    lane.length += 1;
  }
  score(learning.scores, lane.length, block, place);
}

/** Add the scores of the steps that a network has reached. */
function score(
  /** @type {Scores} */ scores,
  /** @type {number} */ length,
  /** @type {NetworkBlock} */ block,
  /** @type {number} */ place,
) {
  block.evaluated.forEach((step, evaluation) => {
    if (step >= length || step <= (scores.steps.at(-1) ?? -1)) return;
    const at = 4 * (evaluation * block.lanes + place);
    scores.steps.push(step);
    scores.train_loss.push(block.scores[at]);
    scores.test_loss.push(block.scores[at + 1]);
    scores.train_quality.push(block.scores[at + 2]);
    scores.test_quality.push(block.scores[at + 3]);
  });
}
