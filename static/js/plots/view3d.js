// The surface in relief. Loaded when it is asked for; redrawn a few times a second while playing.

import { byId } from "../lib/dom.js";
import { surfaceOf } from "../lib/entries.js";
import { clear, draw, restyle } from "./chart.js";
import { entrants } from "./entrants.js";
import { asker } from "./heights.js";
import { lines, reliefFigure, reliefOf } from "./relief.js";
import { onSkin, skin } from "./skin.js";

/** @import { App } from "../types.js" */
/** @import { Chart } from "./chart.js" */
/** @import { Relief } from "./relief.js" */

const POINTS = 81; // along each side
const PAUSE = 240; // milliseconds between two drawings, at least as long as one takes

/** @param {App} app */
export function mountView3d(app) {
  const place = byId("relief-plot");
  const state = byId("relief-state");
  const words = byId("relief-words");
  const ask = asker();
  /** @type {Relief | null} */
  let relief = null;
  /** @type {Chart | null} */
  let chart = null;
  let key = "";
  let later = 0;
  let busy = false;
  let traces = 0;
  let took = 0;

  const above = () => surfaceOf(app.catalog, app.spec.get().surface).minima.length > 0;

  /** @param {boolean} whole  draw everything anew, not only what moves */
  const paint = async (whole) => {
    if (busy || !relief || app.view.get().tab !== "3d") return;
    busy = true;
    const began = performance.now();
    try {
      const now = skin();
      const moving = lines(entrants(app, now.dark), app.step.get(), relief, now);
      if (whole || !chart || moving.length !== traces) {
        const size = { width: place.clientWidth, height: place.clientHeight };
        chart = await draw(place, reliefFigure(relief, moving, now, size, key));
        words.textContent = relief.scale.log
          ? "Heights are drawn by powers of ten. Drag to turn, scroll to zoom."
          : "Drag to turn, scroll to zoom.";
      } else if (moving.length) {
        const each = (/** @type {"x" | "y" | "z"} */ name) => moving.map((trace) => trace[name]);
        const on = moving.map((_, number) => number + 1);
        await restyle(chart, { x: each("x"), y: each("y"), z: each("z") }, on);
      }
      traces = moving.length;
      state.textContent = "";
    } catch {
      clear(place);
      chart = null;
      state.textContent = "The 3-D view could not be drawn here. Choose 2-D for the map.";
    } finally {
      await new Promise(requestAnimationFrame); // what was asked of the graphics is done by then
      took = performance.now() - began;
      busy = false;
    }
  };

  let wholeWanted = false;
  const soon = (whole = false) => {
    wholeWanted ||= whole;
    if (later || app.view.get().tab !== "3d") return;
    later = window.setTimeout(async () => {
      const all = wholeWanted;
      wholeWanted = false;
      await paint(all);
      later = 0;
      if (wholeWanted) soon();
    }, Math.max(PAUSE, took));
  };

  const begin = async () => {
    if (app.view.get().tab !== "3d") return;
    const { surface, parameters } = app.spec.get();
    const now = JSON.stringify([surface, parameters]);
    if (now === key) {
      soon(true);
      return;
    }
    key = now;
    const [x, y] = surfaceOf(app.catalog, surface).domain;
    try {
      const answer = await ask({ surface, parameters, region: { x, y }, resolution: POINTS });
      if (!answer) return;
      relief = reliefOf(answer, above());
      await paint(true);
    } catch (problem) {
      state.textContent = `The surface could not be drawn. ${/** @type {Error} */ (problem).message}`;
    }
  };

  new ResizeObserver(() => soon(true)).observe(place);
  onSkin(() => soon(true));
  app.spec.subscribe(begin);
  app.view.subscribe(begin);
  app.race.subscribe(() => soon());
  app.step.subscribe(() => soon());
  begin();
}
