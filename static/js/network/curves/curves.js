// Loss and accuracy on both parts, over the training. They are drawn whole when the race changes; a
// frame copies pixels.

import { byId } from "../../lib/dom.js";
import { onPaint } from "../../lib/paint.js";
import { swatch } from "../../lib/swatch.js";
import { cleared } from "../../plots/canvas.js";
import { followPointer } from "../../plots/curve_pointer.js";
import { entrants } from "../../plots/entrants.js";
import { onSight } from "../../plots/sight.js";
import { onSkin, skin } from "../../plots/skin.js";
import { mountAcross } from "./across_switch.js";
import { mountAxisEnd } from "./axis_end.js";
import { paintCloud } from "./cloud_band.js";
import { flagsOf, mountFlags, paintFlags } from "./change_flags.js";
import { planned, stepUnder } from "./panels.js";
import { paintAxes, paintCurves, paintFrame } from "./paint.js";
import { mountReadout } from "./readout.js";
import { chosenEntrant } from "../racer_choice.js";
import { lossLabel, taskOf } from "../task.js";

/** @import { App } from "../../types.js" */
/** @import { Entrant } from "../../plots/entrants.js" */
/** @import { LearningPlan } from "./panels.js" */

const SLOW = 8; // milliseconds: drawings that take longer are made less often
const PAUSE = 200; // milliseconds between those
const BANDS = 2; // gaps that can be told apart; of more racers only the chosen one's is filled

/** @param {App} app */
export function mountLearningCurves(app) {
  const place = byId("learning");
  const canvas = /** @type {HTMLCanvasElement} */ (byId("learning-canvas"));
  const batch = /** @type {HTMLInputElement} */ (byId("learning-batch"));
  const layers = { axes: document.createElement("canvas"), curves: /** @type {HTMLCanvasElement[]} */ ([]), width: 0 };
  const flags = mountFlags(app, byId("learning-flags"));
  const readout = mountReadout(app, byId("learning-readout"));
  /** @type {LearningPlan | null} */
  let plan = null;
  let stale = true;
  let drawn = 0; // when the layers were drawn
  let took = 0;
  let later = 0;
  const end = mountAxisEnd(() => change());

  const redraw = () => {
    const began = performance.now();
    const now = skin();
    const before = plan?.height;
    const { across, chosen } = app.view.get();
    const shown = entrants(app, now.dark);
    const banded = shown.length > BANDS ? [chosenEntrant(app, now.dark) ?? shown[0]] : shown;
    const ids = new Set(banded.map(({ racer }) => racer.id));
    showGap(shown.length > BANDS ? banded[0] : null);
    plan = planned(shown, layers.width, now.scale, {
      across, chosen, steps: app.race.get().steps, loss: lossLabel(app), task: taskOf(app), batch: batch.checked,
      whole: end.whole(),
    });
    end.show(plan);
    if (plan.height !== before) canvas.style.height = `${plan.height}px`;
    const found = flagsOf(app, plan);
    const pen = cleared(layers.axes, layers.width, plan.height);
    paintAxes(pen, plan, now);
    paintFlags(pen, plan, now, found);
    flags.show(plan, found);
    layers.curves.length = Math.min(layers.curves.length, plan.paces.length);
    for (const [at, pace] of plan.paces.entries()) {
      layers.curves[at] ??= document.createElement("canvas");
      const layer = cleared(layers.curves[at], layers.width, plan.height);
      paintCloud(layer, plan, now, pace, app.cloud.get());
      paintCurves(layer, plan, now, pace, ids);
    }
    stale = false;
    drawn = performance.now();
    took = drawn - began;
  };

  const here = () => app.spec.get().kind === "network" && layers.width > 0;
  const paint = onPaint(() => {
    if (!here()) return;
    if (stale || !plan) redraw();
    if (!plan) return;
    const now = skin();
    paintFrame(cleared(canvas, layers.width, plan.height), plan, now, layers, app.step.get(), app.hover.get());
    readout.show(plan, entrants(app, now.dark));
  });
  const change = () => {
    clearTimeout(later);
    const wait = took > SLOW ? drawn + PAUSE - performance.now() : 0;
    const begin = () => {
      stale = true;
      paint();
    };
    if (wait > 0) later = window.setTimeout(begin, wait);
    else begin();
  };

  followPointer(
    app,
    canvas,
    (x, y) => {
      readout.follow(y);
      return plan && x >= plan.left - 6 && x <= plan.right + 6 ? stepUnder(plan, x) : null;
    },
    paint,
  );

  mountAcross(app);
  new ResizeObserver(() => {
    layers.width = place.clientWidth;
    stale = true;
    paint();
  }).observe(place);
  onSkin(change);
  onSight(app, change);
  followMarks(app, change);
  batch.addEventListener("change", change);
  app.race.subscribe(change);
  app.data.subscribe(change);
  app.cloud.subscribe(change);
  app.step.subscribe(paint);
  app.hover.subscribe(paint);
}

/** Say whose gap is filled, where not everyone's is. @param {Entrant | null} entrant */
function showGap(entrant) {
  const place = byId("learning-gap");
  const key = JSON.stringify(entrant && [entrant.name, entrant.look]);
  if (place.dataset.shown === key) return;
  place.dataset.shown = key;
  if (!entrant) return place.replaceChildren("the gap between");
  const name = document.createElement("span");
  name.className = "sr-only";
  name.textContent = entrant.name;
  place.replaceChildren("gap of ", swatch(entrant.look), name);
}

/** Call back when changes on the way, the axis or the racer chosen are others. @param {App} app @param {() => void} watch */
function followMarks({ spec, view }, watch) {
  const seen = () => [spec.get().changes, view.get().across, view.get().chosen];
  let last = seen();
  const look = () => {
    const now = seen();
    if (now.every((each, place) => each === last[place])) return;
    last = now;
    watch();
  };
  spec.subscribe(look);
  view.subscribe(look);
}
