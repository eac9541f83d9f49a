// Asks what rules remember over the steps, in quiet moments: the opened step comes first.

import { Busy } from "./doors.js";
import { kept } from "./kept.js";

/** @import { Door } from "./doors.js" */
/** @import { Memory } from "./memory_plan.js" */

/** @typedef {{ memory: Memory } | { refused: string }} Told */

const KEPT = 24; // of some ten kilobytes each
const REST = 220; // milliseconds without a change until it is asked for
const AGAIN = 600; // milliseconds until a busy server is asked again

/**
 * @param {() => Door} door
 * @param {() => { ids: string[], parameter: number | null } | null} wish  null while nothing is on show
 * @param {() => void} got
 */
export function memoryAsker(door, wish, got) {
  const answers = kept(KEPT);
  let asking = false;
  let timer = 0;

  const keyOf = (/** @type {string} */ id, /** @type {number | null} */ parameter) => door().key(id, null, parameter);
  const find = (/** @type {string} */ id, /** @type {number | null} */ parameter) => {
    const key = keyOf(id, parameter);
    return key === null ? undefined : /** @type {Told | undefined} */ (answers.find(key));
  };
  const follow = () => {
    const wanted = wish();
    if (!wanted || asking) return;
    const id = wanted.ids.find((each) => keyOf(each, wanted.parameter) && !find(each, wanted.parameter));
    if (id === undefined) return;
    clearTimeout(timer);
    timer = setTimeout(() => ask(id, wanted.parameter), REST);
  };
  const ask = async (/** @type {string} */ id, /** @type {number | null} */ parameter) => {
    const key = keyOf(id, parameter);
    if (asking || !key || !wish()?.ids.includes(id)) return follow();
    asking = true;
    let pause = false;
    try {
      answers.keep(key, { memory: await door().memory(id, parameter) });
    } catch (why) {
      pause = why instanceof Busy || why instanceof TypeError; // TypeError: nobody answers
      if (!pause) answers.keep(key, { refused: /** @type {Error} */ (why).message });
    }
    asking = false;
    if (pause) return void setTimeout(follow, AGAIN);
    got();
    follow();
  };
  return { follow, find };
}
