/** @import { App, Outcome } from "../types.js" */
/** @import { Remedies } from "./remedies.js" */

/**
 * Offers remedies to a racer once it diverged or stalled.
 *
 * @param {App} app
 * @param {string} id  the racer's
 * @param {HTMLElement} place
 * @param {() => void} onFound
 * @returns {(outcome: Outcome) => void}
 */
export function offered(app, id, place, onFound) {
  /** @type {Promise<Remedies | null> | null} */
  let made = null;
  let last = /** @type {Outcome | null} */ (null);
  place.className = "remedies";
  return (outcome) => {
    last = outcome;
    if (!made && outcome.status !== "diverged" && outcome.status !== "stalled") return;
    made ??= import("./remedies.js").then(
      ({ remedies }) => remedies(app, id, place, onFound),
      () => (made = null),
    );
    made.then((shown) => last && shown?.show(last));
  };
}
