// A racer's name in a table, to be pressed: its step on show opens.

import { byId } from "../lib/dom.js";

/** @import { App } from "../types.js" */

/**
 * @param {Pick<App, "view">} app
 * @param {string} id  the racer's
 * @param {Node} words
 */
export function stepOpener({ view }, id, words) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "step-opener";
  button.title = "Open the step on show: the rule with its numbers (O)";
  button.append(words);
  button.addEventListener("click", () => {
    view.set({ ...view.get(), reading: "step", opened: [id] });
    requestAnimationFrame(() => byId("tab-step").focus()); // the table is no longer seen
  });
  return button;
}
