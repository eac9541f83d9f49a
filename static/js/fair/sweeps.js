// Asks for sweeps, once for each racer on its problem, and keeps the answers.

import { ask } from "../lib/ask.js";
import { store } from "../lib/store.js";
import { requestOf } from "../spec/request.js";
import { isSweepable, sweepKey } from "./settings.js";

/** @import { App, Spec, Store } from "../types.js" */
/** @import { Swept } from "./settings.js" */

/**
 * @typedef {object} Sweeps
 * @property {Store<{ working: number, refusal: string | null }>} state  racers that are being swept
 * @property {(id: string) => Swept | null} of  what is known of a racer as it is now
 * @property {() => boolean} complete  whether that is so for all that can be swept
 * @property {() => Promise<boolean>} run  sweep those that are unknown; whether all are known then
 */

const KEPT = 200; // answers

/** @type {WeakMap<App, Sweeps>} */
const made = new WeakMap();

/** The same for all who ask. @param {App} app */
export function sweepsOf(app) {
  const known = made.get(app) ?? sweeps(app);
  made.set(app, known);
  return known;
}

/** @param {App} app @returns {Sweeps} */
function sweeps({ spec }) {
  /** @type {Map<string, Swept>} */
  const answers = new Map();
  const state = store(/** @type {{ working: number, refusal: string | null }} */ ({ working: 0, refusal: null }));
  let asked = new AbortController();

  const unknown = (/** @type {Spec} */ now) => {
    const keys = now.racers.filter((racer) => isSweepable(now, racer)).map(({ id }) => [sweepKey(now, id), id]);
    return [...new Map(/** @type {[string, string][]} */ (keys))].filter(([key]) => !answers.has(key));
  };
  const run = async () => {
    asked.abort();
    const now = spec.get();
    const missing = unknown(now);
    if (!missing.length) {
      state.set({ working: 0, refusal: null });
      return true;
    }
    const mine = (asked = new AbortController());
    state.set({ working: missing.length, refusal: null });
    const race = { ...requestOf(now, missing.map(([, id]) => id)), changes: [] };
    const { answer, refusal } = await ask("api/best", { race }, mine.signal);
    if (mine.signal.aborted) return false;
    if (answer) missing.forEach(([key], place) => answers.set(key, answer.runs[place]));
    for (const key of [...answers.keys()].slice(0, Math.max(0, answers.size - KEPT))) answers.delete(key);
    state.set({ working: 0, refusal });
    return answer !== null && !unknown(spec.get()).length;
  };
  return {
    state,
    of(id) {
      const now = spec.get();
      const racer = now.racers.find((each) => each.id === id);
      return racer && isSweepable(now, racer) ? (answers.get(sweepKey(now, id)) ?? null) : null;
    },
    complete: () => !unknown(spec.get()).length,
    run,
  };
}
