// A lesson beside its race: the race, the question before it, and what was done.

import { byId } from "../lib/dom.js";
import { isDark, look } from "../lib/looks.js";
import { swatch } from "../lib/swatch.js";
import { tablist } from "../lib/tablist.js";
import { mountQuestion } from "./question.js";
import { isOfNetworks, isSameRace, lessonHere, specOf, viewOf } from "./races.js";

/** @import { App, Catalog } from "../types.js" */
/** @import { LessonRace } from "./races.js" */

const TABS = /** @type {const} */ (["lesson", "controls"]);

/**
 * What an address without a race shows: the lesson's first one, waiting at its start.
 *
 * @param {Catalog} catalog
 * @param {() => Promise<void>} prepare  brings in the menus of networks
 */
export async function firstRace(catalog, prepare) {
  const [race] = Object.values(lessonHere().races);
  if (isOfNetworks(race)) await prepare();
  return { spec: specOf(catalog, race), step: 0, view: viewOf(race), problems: [] };
}

/**
 * @param {App} app
 * @param {boolean} fresh  whether the race on show is the lesson's, not that of a link
 * @param {() => Promise<void>} openNetworks
 */
export function mountLesson(app, fresh, openNetworks) {
  const lesson = lessonHere();
  const show = tablist(TABS, (tab) => show(tab));
  const play = () => {
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (still) app.player.seek(app.spec.get().steps);
    else app.player.restart();
  };
  const question = mountQuestion(lesson, app.step, play, () => app.player.seek(0));
  followRace(app, lesson.races);
  if (fresh && !question.waits()) play();

  /** @param {LessonRace} race */
  const load = async (race) => {
    const state = byId("lesson-edited");
    try {
      if (isOfNetworks(race)) await openNetworks();
    } catch {
      state.textContent = "What networks need did not load. Press again to retry.";
      return;
    }
    app.player.pause();
    app.view.set({ ...app.view.get(), ...viewOf(race) });
    app.spec.set(specOf(app.catalog, race, app.spec.get()));
    if (question.waits()) app.player.seek(0);
    else play();
  };
  byId("lesson").addEventListener("click", ({ target }) => {
    const button = /** @type {Element} */ (target).closest("[data-race]");
    const race = lesson.races[/** @type {HTMLElement} */ (button)?.dataset.race ?? ""];
    if (race) load(race);
  });
  for (const button of byId("lesson").querySelectorAll("button[disabled]")) button.removeAttribute("disabled");
}

/**
 * Say which of the lesson's races is on show, and who races in it.
 *
 * @param {App} app
 * @param {Record<string, LessonRace>} races
 */
function followRace({ catalog, spec, view }, races) {
  /** @type {string | null} */
  let listed = null;
  let darkened = isDark();
  const show = () => {
    const now = spec.get();
    const on = Object.keys(races).find((name) => {
      const known = !isOfNetworks(races[name]) || catalog.networks;
      return known && isSameRace(now, specOf(catalog, races[name], now));
    });
    for (const button of document.querySelectorAll(".lesson-load")) {
      button.ariaPressed = String(/** @type {HTMLElement} */ (button).dataset.race === on);
    }
    byId("lesson-edited").textContent = on ? "" : "This race is yours now. A press on one of these brings it back.";
    if (!on || (on === listed && darkened === isDark())) return;
    listed = on;
    darkened = isDark();
    listRuns(races[on], darkened);
  };
  spec.subscribe(show);
  view.subscribe(show);
  show();
}

/** @param {LessonRace} race @param {boolean} dark */
function listRuns({ ids, says }, dark) {
  const items = ids.map((id, place) => {
    const item = document.createElement("li");
    item.append(swatch(look(place, dark)), says[place] ?? id.replaceAll("_", " "));
    return item;
  });
  byId("lesson-runs").replaceChildren(...items);
}
