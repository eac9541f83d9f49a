// What is known of every racer's path: which points are there, which are still wanted.

/** @import { Change, Lane, Learning, Outcome, OwnTable, Race, Racer, Scores, Spec, Training } from "./types.js" */
/** @import { Block, NetworkBlock } from "./wire.js" */

const GRACE = 150; // ms for a coming network to reach the step on show before it is shown on its way

/**
 * A racer's points with what they belong to. `ended` is set once it left the finite numbers;
 * `told` is the number of steps that its outcome speaks of, `since` when it was first expected.
 *
 * @typedef {Lane & { base: string, changes: Change[], ended: boolean, told: number, since: number }} Kept
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
    const lacking = spec.racers.filter((racer) => !this.#complete(spec, racer));
    if (!lacking.length) return null;
    // Networks are looked at together, so they are asked for together.
    const missing = spec.kind === "network" ? spec.racers : lacking;
    const from = missing.map((racer) => Math.max(0, Math.min(this.#reach(spec, racer), spec.steps)));
    return {
      ids: missing.map((racer) => racer.id),
      from: Math.min(...from),
      key: JSON.stringify([spec.steps, ...missing.map((racer) => [racer.id, ...identity(spec, racer)])]),
    };
  }

  /**
   * What to ask for so that the server holds the networks of a spec, when all that is drawn of
   * them is here already: without them it has none to show.
   *
   * @param {Spec} spec
   * @param {Training | null} training  what it holds
   * @returns {Wanted | null}
   */
  unheld(spec, training) {
    if (spec.kind === "surface") return null;
    const identities = identitiesOf(spec);
    if (training && [...identities].every(([id, text]) => training.identities.get(id) === text)) return null;
    return { ids: [...identities.keys()], from: spec.steps, key: JSON.stringify([...identities]) };
  }

  /**
   * Make room for what the server has agreed to send.
   *
   * @param {Spec} spec
   * @param {string[]} ids
   * @param {Announced[]} [runs]  in the order of `ids`
   */
  expect(spec, ids, runs = []) {
    for (const [place, id] of ids.entries()) {
      const racer = /** @type {Racer} */ (spec.racers.find((each) => each.id === id));
      const [base, changes] = identity(spec, racer);
      const old = this.#latest(id);
      const lane = empty(id, spec.steps + 1, base, changes, runs[place]);
      if (old && old.base === base) copy(old, lane, shared(old.changes, changes));
      lane.ended = lane.length > 0 && lane.length === old?.length && old.ended;
      this.coming.set(id, lane);
    }
    const present = new Set(spec.racers.map((racer) => racer.id));
    for (const id of this.shown.keys()) if (!present.has(id)) this.shown.delete(id);
    for (const id of this.coming.keys()) if (!present.has(id)) this.coming.delete(id);
  }

  /**
   * Add a block's points. Those that are already there are passed over.
   *
   * @param {Block | NetworkBlock} block
   * @param {string[]} ids
   * @param {number} step  the step on show: a coming lane that reaches it is shown
   */
  take(block, ids, step) {
    ids.forEach((id, place) => {
      const lane = this.coming.get(id);
      if (!lane) return;
      if ("flow" in block) appendTrained(lane, block, place);
      else append(lane, block, place);
      const late = lane.learning !== null && performance.now() - lane.since > GRACE;
      if (lane.ended || lane.length > step || late) this.shown.set(id, lane);
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
  const { optimizer, convention, hyperparameters, schedule, overrides } = racer;
  const network = spec.kind === "network";
  const base = JSON.stringify([
    ...(network ? [...networkIdentity(spec), overrides] : surfaceIdentity(spec)),
    optimizer, convention, hyperparameters, schedule,
  ]);
  return [base, spec.changes.filter((change) => change.racer === racer.id)];
}

/**
 * What each racer's path depends on, by id.
 *
 * @param {Spec} spec
 * @returns {Map<string, string>}
 */
export const identitiesOf = (spec) =>
  new Map(spec.racers.map((racer) => [racer.id, JSON.stringify(identity(spec, racer))]));

/** @param {Spec} spec */
const surfaceIdentity = ({ surface, parameters, start, noise, seed }) => [
  surface, parameters, start, noise, noise ? seed : 0,
];

/** @param {Spec} spec */
function networkIdentity({ network, seed }) {
  const { own, ...dataset } = network.dataset;
  return ["network", { ...network, dataset }, own ? numberOf(own) : 0, seed];
}

/** @type {WeakMap<OwnTable, number>} */
const tables = new WeakMap();
let lastTable = 0;

/** A table can be long: it is known by a number, since another one is another object. */
function numberOf(/** @type {OwnTable} */ own) {
  const number = tables.get(own) ?? (lastTable += 1);
  tables.set(own, number);
  return number;
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
function copy(/** @type {Kept} */ from, /** @type {Kept} */ to, /** @type {number} */ count) {
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

function appendTrained(/** @type {Kept} */ lane, /** @type {NetworkBlock} */ block, /** @type {number} */ place) {
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
