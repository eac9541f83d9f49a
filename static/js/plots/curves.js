// Four curves over the steps. They are drawn whole when the race changes; a frame copies pixels.

import { byId } from "../lib/dom.js";
import { surfaceOf } from "../lib/entries.js";
import { onPaint } from "../lib/paint.js";
import { cleared } from "./canvas.js";
import { planned, stepAt } from "./curve_panels.js";
import { paintBands } from "./curve_bands.js";
import { paintAxes, paintCurves, paintFrame } from "./curve_paint.js";
import { followPointer } from "./curve_pointer.js";
import { mountReadout } from "./curve_readout.js";
import { entrants } from "./entrants.js";
import { onSight } from "./sight.js";
import { onSkin, skin } from "./skin.js";

/** @import { App } from "../types.js" */
/** @import { Plan } from "./curve_panels.js" */

const SLOW = 8; // milliseconds: drawings that take longer are made less often
const PAUSE = 200; // milliseconds between those

/** @param {App} app */
export function mountCurves(app) {
  const place = byId("curves");
  const canvas = /** @type {HTMLCanvasElement} */ (byId("curves-canvas"));
  const layers = {
    axes: document.createElement("canvas"),
    curves: document.createElement("canvas"),
    width: 0,
  };
  /** @type {Plan | null} */
  let plan = null;
  let stale = true;
  let drawn = 0; // when the layers were drawn
  let took = 0;
  let later = 0;
  const readout = mountReadout(app, byId("curves-readout"));

  const redraw = () => {
    const began = performance.now();
    const now = skin();
    const shown = entrants(app, now.dark);
    const above = surfaceOf(app.catalog, app.spec.get().surface).minima.length > 0;
    const before = plan?.height;
    plan = planned(shown, layers.width, app.race.get().steps, now.scale, above);
    if (plan.height !== before) canvas.style.height = `${plan.height}px`;
    paintAxes(cleared(layers.axes, layers.width, plan.height), plan, now);
    const pen = cleared(layers.curves, layers.width, plan.height);
    paintBands(pen, plan, now, shown, app.cloud.get());
    paintCurves(pen, plan, now, shown);
    stale = false;
    drawn = performance.now();
    took = drawn - began;
  };

  const paint = onPaint(() => {
    if (!layers.width) return;
    if (stale || !plan) redraw();
    if (!plan) return;
    const now = skin();
    const shown = entrants(app, now.dark);
    const pen = cleared(canvas, layers.width, plan.height);
    paintFrame(pen, plan, now, layers, shown, app.step.get(), app.hover.get());
    readout.show(plan, shown);
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
      return plan && x >= plan.left - 6 && x <= plan.right + 6 ? stepAt(plan, x) : null;
    },
    paint,
  );

  new ResizeObserver(() => {
    layers.width = place.clientWidth;
    stale = true;
    paint();
  }).observe(place);
  onSkin(change);
  onSight(app, change);
  app.race.subscribe(change);
  app.cloud.subscribe(change);
  app.step.subscribe(paint);
  app.hover.subscribe(paint);
}
