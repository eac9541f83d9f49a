// Asks what steps are made of: one question at a time, the newest wish next, answers kept.

import { kept } from "./kept.js";
import { Busy } from "./doors.js";

/** @import { App } from "../types.js" */
/** @import { Door } from "./doors.js" */
/** @import { Opened } from "./opened.js" */

/**
 * @typedef {object} Wish
 * @property {string[]} ids
 * @property {number} step
 * @property {number | null} parameter
 *
 * @typedef {{ opened: Opened } | { refused: string }} Answer
 */

const KEPT = 800; // answers of some kilobytes each
const PACE = 200; // milliseconds between questions while the race plays
const AGAIN = 400; // milliseconds until a busy server is asked again

/**
 * @param {Pick<App, "player">} app
 * @param {() => Door} door
 * @param {() => Wish | null} wish  null while nothing is on show
 * @param {() => void} got
 */
export function stepAsker({ player }, door, wish, got) {
  const answers = kept(KEPT);
  let asking = false;
  let asked = -Infinity;
  let timer = 0;

  const find = (/** @type {string} */ id, /** @type {Wish} */ { step, parameter }) => {
    const key = door().key(id, step, parameter);
    return key === null ? undefined : /** @type {Answer | undefined} */ (answers.find(key));
  };
  const later = (/** @type {number} */ wait) => {
    clearTimeout(timer);
    timer = setTimeout(follow, wait);
  };
  const follow = () => {
    const wanted = wish();
    if (!wanted || asking) return;
    const missing = wanted.ids.filter((id) => !find(id, wanted) && door().key(id, wanted.step, wanted.parameter));
    if (!missing.length) return;
    const wait = player.playing.get() ? asked + PACE - performance.now() : 0;
    if (wait > 0) later(wait);
    else ask({ ...wanted, ids: missing });
  };
  const ask = async (/** @type {Wish} */ { ids, step, parameter }) => {
    asking = true;
    asked = performance.now();
    const keys = ids.map((id) => /** @type {string} */ (door().key(id, step, parameter)));
    let pause = 0;
    try {
      const told = await door().open(ids, step, parameter);
      keys.forEach((key, place) => answers.keep(key, { opened: told[place] }));
    } catch (why) {
      if (why instanceof Busy || why instanceof TypeError) pause = AGAIN; // TypeError: nobody answers
      else for (const key of keys) answers.keep(key, { refused: /** @type {Error} */ (why).message });
    }
    asking = false;
    if (pause) return later(pause);
    got();
    follow();
  };
  return { follow, find };
}
