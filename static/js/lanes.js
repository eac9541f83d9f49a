// What is known of every racer's path: which points are there, which are still wanted.

/** @import { Change, Lane, Outcome, Race, Racer, Spec } from "./types.js" */
/** @import { Block } from "./wire.js" */

/**
 * A racer's points with what they belong to. `ended` is set once it left the finite numbers;
 * `told` is the number of steps that its outcome speaks of.
 *
 * @typedef {Lane & { base: string, changes: Change[], ended: boolean, told: number }} Kept
 */

/**
 * What is asked of the server in one go.
 *
 * @typedef {object} Wanted
 * @property {string[]} ids  of racers
 * @property {number} from  the first step that is missing
 * @property {string} key  equal for equal wishes
 */

/** The lanes of a page: `shown` are drawn, `coming` replace them as soon as they reach as far. */
export class Lanes {
  /** @type {Map<string, Kept>} */
  shown = new Map();
  /** @type {Map<string, Kept>} */
  coming = new Map();

  /**
   * What is missing for a spec, or null when everything is there.
   *
   * @param {Spec} spec
   * @returns {Wanted | null}
   */
  wanted(spec) {
    const missing = spec.racers.filter((racer) => !this.#complete(spec, racer));
    if (!missing.length) return null;
    const from = missing.map((racer) => Math.max(0, Math.min(this.#reach(spec, racer), spec.steps)));
    return {
      ids: missing.map((racer) => racer.id),
      from: Math.min(...from),
      key: JSON.stringify([spec.steps, ...missing.map((racer) => [racer.id, ...identity(spec, racer)])]),
    };
  }

  /**
   * Make room for what the server has agreed to send.
   *
   * @param {Spec} spec
   * @param {string[]} ids
   */
  expect(spec, ids) {
    for (const id of ids) {
      const racer = /** @type {Racer} */ (spec.racers.find((each) => each.id === id));
      const [base, changes] = identity(spec, racer);
      const old = this.#latest(id);
      const lane = empty(id, spec.steps + 1, base, changes);
      if (old && old.base === base) copy(old, lane, shared(old.changes, changes));
      lane.ended = lane.length > 0 && lane.length === old?.length && old.ended;
      this.coming.set(id, lane);
    }
    const present = new Set(spec.racers.map((racer) => racer.id));
    for (const id of this.shown.keys()) if (!present.has(id)) this.shown.delete(id);
    for (const id of this.coming.keys()) if (!present.has(id)) this.coming.delete(id);
  }

  /**
   * Set what a racer's values are measured from.
   *
   * @param {string} id
   * @param {number | null} lowest
   */
  measureFrom(id, lowest) {
    const lane = this.coming.get(id);
    if (lane) lane.lowest = lowest;
  }

  /**
   * Add a block's points. Those that are already there are passed over.
   *
   * @param {Block} block
   * @param {string[]} ids
   * @param {number} step  the step on show: a coming lane that reaches it is shown
   */
  take(block, ids, step) {
    ids.forEach((id, place) => {
      const lane = this.coming.get(id);
      if (!lane) return;
      append(lane, block, place);
      if (lane.ended || lane.length > step) this.shown.set(id, lane);
    });
  }

  /**
   * The race that was asked for is over.
   *
   * @param {string[]} ids
   * @param {Outcome[]} outcomes
   * @param {number} steps
   */
  finish(ids, outcomes, steps) {
    ids.forEach((id, place) => {
      const lane = this.coming.get(id);
      if (!lane) return;
      lane.outcome = outcomes[place];
      lane.ended = outcomes[place].status === "diverged";
      lane.told = steps;
      this.shown.set(id, lane);
      this.coming.delete(id);
    });
  }

  /**
   * The race as plots see it.
   *
   * @param {Spec} spec
   * @param {boolean} streaming
   * @returns {Race}
   */
  race(spec, streaming) {
    const reached = spec.racers
      .map((racer) => this.shown.get(racer.id))
      .filter((lane) => lane !== undefined)
      .filter((lane) => !lane.ended)
      .map((lane) => lane.length - 1);
    const available = this.shown.size ? Math.min(spec.steps, ...reached) : 0;
    return { lanes: new Map(this.shown), steps: spec.steps, available, streaming };
  }

  /**
   * @param {Spec} spec
   * @param {Racer} racer
   */
  #complete(spec, racer) {
    const lane = this.shown.get(racer.id);
    if (!lane || this.coming.has(racer.id) || !belongs(lane, spec, racer)) return false;
    return lane.told === spec.steps;
  }

  /** The step up to which a racer's points are there for this spec. */
  #reach(/** @type {Spec} */ spec, /** @type {Racer} */ racer) {
    const [base, changes] = identity(spec, racer);
    const lane = this.#latest(racer.id);
    if (!lane || lane.base !== base) return 0;
    return Math.min(lane.length, shared(lane.changes, changes));
  }

  #latest(/** @type {string} */ id) {
    const coming = this.coming.get(id);
    const shown = this.shown.get(id);
    return coming && (!shown || coming.length > 0) ? coming : shown;
  }
}

/**
 * What a racer's path depends on: everything but how far it goes; and its changes on the way.
 *
 * @param {Spec} spec
 * @param {Racer} racer
 * @returns {[string, Change[]]}
 */
function identity(spec, racer) {
  const { surface, parameters, start, noise, seed } = spec;
  const { optimizer, convention, hyperparameters, schedule } = racer;
  const base = JSON.stringify([
    surface, parameters, start, noise, noise ? seed : 0,
    optimizer, convention, hyperparameters, schedule,
  ]);
  return [base, spec.changes.filter((change) => change.racer === racer.id)];
}

/** Whether a lane holds this racer's path. */
function belongs(/** @type {Kept} */ lane, /** @type {Spec} */ spec, /** @type {Racer} */ racer) {
  const [base, changes] = identity(spec, racer);
  return lane.base === base && shared(lane.changes, changes) === Infinity;
}

/**
 * The first step at which two lists of changes part; Infinity where they are equal.
 *
 * @param {Change[]} one
 * @param {Change[]} other
 */
function shared(one, other) {
  const texts = [one, other].map((list) => new Set(list.map((change) => JSON.stringify(change))));
  const parted = [
    ...one.filter((change) => !texts[1].has(JSON.stringify(change))),
    ...other.filter((change) => !texts[0].has(JSON.stringify(change))),
  ];
  return Math.min(Infinity, ...parted.map((change) => change.step));
}

/** @returns {Kept} */
function empty(
  /** @type {string} */ id,
  /** @type {number} */ room,
  /** @type {string} */ base,
  /** @type {Change[]} */ changes,
) {
  return {
    id,
    length: 0,
    x: new Float64Array(room),
    y: new Float64Array(room),
    gap: new Float32Array(room),
    norm: new Float32Array(room),
    move: new Float32Array(room),
    rate: new Float64Array(room),
    lowest: null,
    outcome: null,
    base,
    changes,
    ended: false,
    told: -1,
  };
}

/** Copy the first `count` points, as far as both lanes have room. */
function copy(/** @type {Kept} */ from, /** @type {Kept} */ to, /** @type {number} */ count) {
  const length = Math.min(from.length, count, to.x.length);
  for (const name of /** @type {const} */ (["x", "y", "gap", "norm", "move", "rate"])) {
    to[name].set(from[name].subarray(0, length));
  }
  to.length = length;
  to.lowest = from.lowest;
}

function append(/** @type {Kept} */ lane, /** @type {Block} */ block, /** @type {number} */ place) {
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
