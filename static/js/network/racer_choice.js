// Which racer's network is drawn: one of those on show.

import { find } from "../lib/dom.js";
import { drawSwatch, swatch } from "../lib/swatch.js";
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
 * Radio buttons with the racers' looks; a menu where there is no room for all of them in a line.
 *
 * @param {App} app
 * @param {HTMLElement} place  with the radio buttons' fieldset in it
 * @param {string} group  what the radio buttons' group is called
 */
export function racerChoice(app, place, group) {
  const radios = find(place, "fieldset");
  const picture = find(place, ".racer-menu .swatch");
  const menu = /** @type {HTMLSelectElement} */ (find(place, ".racer-menu select"));
  let before = "";
  const choose = (/** @type {Event} */ event) => {
    const { value } = /** @type {HTMLInputElement | HTMLSelectElement} */ (event.target);
    app.view.set({ ...app.view.get(), chosen: value });
  };
  radios.addEventListener("change", choose);
  menu.addEventListener("change", choose);
  const fit = () => {
    const narrow = radios.scrollWidth > place.clientWidth;
    if (!place.clientWidth || narrow === place.classList.contains("narrow")) return;
    const focused = place.contains(document.activeElement);
    place.classList.toggle("narrow", narrow);
    if (focused) (narrow ? menu : checked(radios))?.focus();
  };
  new ResizeObserver(fit).observe(place);
  return {
    /** @param {boolean} dark */
    show(dark) {
      const shown = entrants(app, dark);
      const chosen = chosenEntrant(app, dark);
      const key = JSON.stringify([dark, shown.map(({ racer, name }) => [racer.id, racer.look, name])]);
      if (key !== before) {
        const focused = radios.contains(document.activeElement);
        radios.querySelectorAll("label").forEach((label) => label.remove());
        radios.append(...shown.map((entrant) => option(entrant, group)));
        menu.replaceChildren(...shown.map(({ racer, name }) => new Option(name, racer.id)));
        before = key;
        if (focused) requestAnimationFrame(() => checked(radios)?.focus());
        fit();
      }
      for (const radio of radiosOf(radios)) radio.checked = radio.value === chosen?.racer.id;
      if (chosen && menu.value !== chosen.racer.id) menu.value = chosen.racer.id;
      if (chosen) drawSwatch(picture, chosen.look);
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
