// The race in words: what to notice, and who is where, for those who do not see the pictures.

import { byId } from "../lib/dom.js";
import { surfaceOf } from "../lib/entries.js";
import { entrants } from "./entrants.js";
import { verdict, whereIs, whoLeads } from "./sentences.js";

/** @import { App } from "../types.js" */

const QUIET = 700; // milliseconds without a change until it is said

/** @param {App} app */
export function mountWords(app) {
  const lede = byId("lede");
  const caption = byId("map-words");
  const live = byId("race-words");
  const end = byId("verdict");
  let waiting = 0;

  const here = () => app.spec.get().kind === "surface";
  const notice = () => {
    if (!here()) return;
    const { label, notice: sentence } = surfaceOf(app.catalog, app.spec.get().surface);
    const words = `${label}. ${sentence}`;
    if (lede.textContent !== words) lede.textContent = words;
  };
  const judge = () => {
    if (!here()) return;
    const { steps } = app.race.get();
    const over = app.step.get() === steps;
    const words = over ? verdict(entrants(app, false), app.view.get().threshold, steps) : "";
    if (end.textContent !== words) end.textContent = end.title = words;
  };
  const say = () => {
    if (app.player.playing.get() || !here()) return;
    const { label } = surfaceOf(app.catalog, app.spec.get().surface);
    const [step, steps] = [app.step.get(), app.race.get().steps];
    const shown = entrants(app, false);
    const sentences = shown.map((entrant) => whereIs(entrant, step, steps));
    caption.textContent = [`Contours of ${label}.`, ...sentences].join(" ");
    const words = whoLeads(shown, step, steps);
    if (live.textContent !== words) live.textContent = words;
  };
  const later = () => {
    clearTimeout(waiting);
    waiting = window.setTimeout(say, QUIET);
  };
  app.spec.subscribe(notice);
  for (const watched of [app.spec, app.race, app.step, app.view]) watched.subscribe(judge);
  for (const watched of [app.spec, app.race, app.step, app.player.playing]) watched.subscribe(later);
  notice();
  judge();
  say();
}
