// Whose step is open: a button with its look for each racer on show, and one for a second.

import { byId, find } from "../lib/dom.js";
import { swatch } from "../lib/swatch.js";
import { withChosen, withSecond } from "./opened.js";

/** @import { App } from "../types.js" */
/** @import { Entrant } from "../plots/entrants.js" */

/** @param {App} app */
export function racerChips(app) {
  const place = byId("step-racers");
  const second = /** @type {HTMLButtonElement} */ (byId("step-second"));
  let drawn = "";
  let ids = /** @type {string[]} */ ([]);
  let open = /** @type {string[]} */ ([]);
  const choose = (/** @type {string[]} */ opened) => app.view.set({ ...app.view.get(), opened });

  place.addEventListener("click", ({ target }) => {
    const chip = /** @type {HTMLElement} */ (target).closest("button");
    if (chip) choose(withChosen(open, chip.value));
  });
  second.addEventListener("click", () => choose(withSecond(ids, open)));

  return {
    /** @param {Entrant[]} shown @param {string[]} opened */
    show(shown, opened) {
      ids = shown.map(({ racer }) => racer.id);
      open = opened;
      const key = JSON.stringify(shown.map(({ racer, name, look }) => [racer.id, name, look]));
      if (key !== drawn) {
        drawn = key;
        const focused = /** @type {HTMLButtonElement | null} */ (place.contains(document.activeElement) ? document.activeElement : null);
        place.replaceChildren(...shown.map(chip));
        if (focused) /** @type {HTMLElement | null} */ (place.querySelector(`[value="${CSS.escape(focused.value)}"]`))?.focus();
      }
      for (const each of place.querySelectorAll("button")) each.setAttribute("aria-pressed", String(opened.includes(each.value)));
      second.hidden = shown.length < 2;
      find(second, "span").textContent = opened.length > 1 ? "Only one" : "Add a second";
      second.title = opened.length > 1 ? "Open one racer’s step alone" : "Open the same step of two racers side by side";
    },
  };
}

/** @param {Entrant} entrant */
function chip({ racer, name, look }) {
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: "step-chip", value: racer.id });
  button.title = `Open the step of ${name}`;
  button.append(swatch(look), name);
  return button;
}
