// What the curves are drawn against, and how far each racer has come in it.

import { byId } from "../../lib/dom.js";
import { onPaint } from "../../lib/paint.js";
import { swatch } from "../../lib/swatch.js";
import { entrants } from "../../plots/entrants.js";
import { skin } from "../../plots/skin.js";
import { progressWords } from "./across.js";
import { counted } from "../counted.js";
import { pacesOf } from "./pace.js";

/** @import { Across, App } from "../../types.js" */
/** @import { Pace } from "./pace.js" */

const PAUSE = 100; // milliseconds between two updates while the race plays
const MOST = 6; // lines, where racers come along at different paces
const MOST_SWATCHES = 4;

/** @param {App} app */
export function mountAcross(app) {
  const { view } = app;
  const choices = /** @type {HTMLInputElement[]} */ ([...byId("across").querySelectorAll("input")]);
  const show = () => {
    for (const choice of choices) choice.checked = choice.value === view.get().across;
  };
  for (const choice of choices) {
    choice.addEventListener("change", () => view.set({ ...view.get(), across: /** @type {Across} */ (choice.value) }));
  }
  view.subscribe(show);
  show();
  mountCounter(app);
}

/** @param {App} app */
function mountCounter(app) {
  const place = byId("learning-count");
  let shown = "";
  let later = 0;
  const show = () => {
    if (app.spec.get().kind !== "network") return;
    const step = app.step.get();
    const paces = pacesOf(entrants(app, skin().dark), "examples", app.race.get().steps, null);
    const key = JSON.stringify(paces.map(({ batches, entrants: all }) => [batches, all.map(({ look }) => look)]));
    if (key !== shown) place.replaceChildren(...lines(paces));
    shown = key;
    const words = paces.slice(0, MOST).map(({ batches }) => progressWords(batches, step));
    if (paces.length === 1) words[0] = `step ${counted(step)} · ${words[0]}`;
    place.querySelectorAll(".pace-words").forEach((each, at) => {
      if (each.textContent !== words[at]) each.textContent = words[at];
    });
  };
  const paint = onPaint(show);
  const soon = () => {
    later ||= window.setTimeout(() => {
      later = 0;
      paint();
    }, PAUSE);
  };
  for (const watched of [app.spec, app.race, app.step, app.view]) watched.subscribe(soon);
  show();
}

/** A line for each pace, with those who go at it where they are not all. @param {Pace[]} paces */
function lines(paces) {
  const made = paces.slice(0, MOST).map(({ entrants: all }) => {
    const line = document.createElement("p");
    const words = document.createElement("span");
    words.className = "pace-words";
    if (paces.length > 1) line.append(...whose(all));
    line.append(words);
    return line;
  });
  if (paces.length <= MOST) return made;
  const rest = document.createElement("p");
  rest.textContent = `and ${paces.length - MOST} other batch sizes`;
  return [...made, rest];
}

/** @param {Pace["entrants"]} all */
function whose(all) {
  const names = document.createElement("span");
  names.className = "sr-only";
  names.textContent = `${all.map(({ name }) => name).join(", ")}: `;
  const more = all.length - MOST_SWATCHES;
  return [...all.slice(0, MOST_SWATCHES).map(({ look }) => swatch(look)), ...(more > 0 ? [`+${more} `] : []), names];
}
