// What is known of every racer's path: which points are there, which are still wanted.

import { belongs, identitiesOf, identity, shared } from "./identity.js";
import { append, appendTrained, copy, empty } from "./lane.js";

/** @import { Outcome, Race, Racer, Spec, Training } from "../types.js" */
/** @import { Block, NetworkBlock } from "../wire.js" */
/** @import { Made } from "./identity.js" */
/** @import { Announced, Kept } from "./lane.js" */

const GRACE = 150; // ms for a coming network to reach the step on show before it is shown on its way

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
      const lane = empty(id, spec.steps + 1, base, changes, runs[place]);
      const old = this.#known(id, base, changes);
      if (old) copy(old, lane, shared(old.changes, changes));
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
   * Show the racers of a spec as they were kept.
   *
   * @param {Spec} spec
   * @param {Kept[]} lanes  in the order of the racers
   */
  put(spec, lanes) {
    this.coming.clear();
    this.shown = new Map(spec.racers.map(({ id }, place) => [id, { ...lanes[place], id }]));
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
    const lane = this.#known(racer.id, base, changes);
    return lane ? Math.min(lane.length, shared(lane.changes, changes)) : 0;
  }

  /** The lane that goes furthest along a path: the racer's own, or for a new one that of another. */
  #known(/** @type {string} */ id, /** @type {string} */ base, /** @type {Made[]} */ changes) {
    const own = this.#latest(id);
    const reach = (/** @type {Kept} */ lane) => Math.min(lane.length, shared(lane.changes, changes));
    return (own ? [own] : [...this.shown.values()])
      .filter((lane) => lane.base === base)
      .toSorted((one, other) => reach(other) - reach(one))
      .at(0);
  }

  #latest(/** @type {string} */ id) {
    const coming = this.coming.get(id);
    const shown = this.shown.get(id);
    return coming && (!shown || coming.length > 0) ? coming : shown;
  }
}
