// Which racer's network is drawn: one of those on show.

import { swatch } from "../lib/swatch.js";
import { entrants } from "../plots/entrants.js";

/** @import { App } from "../types.js" */
/** @import { Entrant } from "../plots/entrants.js" */

/**
 * The racer chosen; the first on show where none is, or is not shown.
 *
 * @param {App} app
 * @param {boolean} dark
 * @returns {Entrant | undefined}
 */
export function chosenEntrant(app, dark) {
  const shown = entrants(app, dark);
  const { chosen } = app.view.get();
  return shown.find(({ racer }) => racer.id === chosen) ?? shown[0];
}

/**
 * Radio buttons with the racers' looks.
 *
 * @param {App} app
 * @param {HTMLElement} place
 * @param {string} group  what the radio buttons' group is called
 */
export function racerChoice(app, place, group) {
  let before = "";
  place.addEventListener("change", (event) => {
    const { value } = /** @type {HTMLInputElement} */ (event.target);
    app.view.set({ ...app.view.get(), chosen: value });
  });
  return {
    /** @param {boolean} dark */
    show(dark) {
      const shown = entrants(app, dark);
      const key = JSON.stringify([dark, shown.map(({ racer, name }) => [racer.id, racer.look, name])]);
      if (key !== before) {
        const focused = place.contains(document.activeElement);
        place.querySelectorAll("label").forEach((label) => label.remove());
        place.append(...shown.map((entrant) => option(entrant, group)));
        before = key;
        if (focused) requestAnimationFrame(() => checked(place)?.focus());
      }
      const chosen = chosenEntrant(app, dark)?.racer.id;
      for (const radio of radiosOf(place)) {
        const on = radio.value === chosen;
        if (on && !radio.checked) radio.parentElement?.scrollIntoView({ block: "nearest", inline: "nearest" });
        radio.checked = on;
      }
    },
  };
}

/** @param {HTMLElement} place */
const radiosOf = (place) => /** @type {NodeListOf<HTMLInputElement>} */ (place.querySelectorAll("input"));

/** @param {HTMLElement} place */
const checked = (place) => [...radiosOf(place)].find((radio) => radio.checked);

/** @param {Entrant} entrant @param {string} group */
function option({ racer, name, look }, group) {
  const label = document.createElement("label");
  const radio = document.createElement("input");
  label.className = "racer-option";
  label.title = `Draw the network of ${name}`;
  Object.assign(radio, { type: "radio", name: group, value: racer.id });
  label.append(radio, swatch(look), name);
  return label;
}
