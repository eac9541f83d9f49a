// Whether the networks on show are of another step than the one on show, and have been for a while.

/** @import { App } from "../../types.js" */

const LONG = 300; // ms without an answer

/**
 * Gives whether the server is waited for; calls back when that changes.
 *
 * @param {Pick<App, "look" | "step" | "connection" | "refusals">} app
 * @param {() => void} changed
 */
export function waitingForLook({ look, step, connection, refusals }, changed) {
  let late = false;
  let timer = 0;
  const turn = (/** @type {boolean} */ now) => {
    timer = 0;
    if (now === late) return;
    late = now;
    changed();
  };
  const follow = () => {
    if (look.get()?.step === step.get()) {
      clearTimeout(timer);
      turn(false);
    } else if (!late) {
      timer ||= window.setTimeout(turn, LONG, true);
    }
  };
  const answered = () => {
    clearTimeout(timer);
    timer = 0;
    follow();
  };
  step.subscribe(follow);
  look.subscribe(answered);
  connection.subscribe(changed);
  follow();
  return () => refusals.get().size === 0 && (late || connection.get() === "lost");
}
