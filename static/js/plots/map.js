// The map: Plotly draws what stands still, a canvas above it what moves.

import { byId } from "../lib/dom.js";
import { surfaceOf } from "../lib/entries.js";
import { onPaint } from "../lib/paint.js";
import { cleared } from "./canvas.js";
import { arrange, canDraw, draw } from "./chart.js";
import { groundOf, mapFigure, margins } from "./contour.js";
import { entrants } from "./entrants.js";
import { asker } from "./heights.js";
import { heightScale } from "./levels.js";
import { listen } from "./map_pointer.js";
import { asListed, movedMinima } from "./minima.js";
import { around, home, same, serves, zoomed } from "./region.js";
import { onSight } from "./sight.js";
import { onSkin, skin } from "./skin.js";
import { startHandle } from "./start_handle.js";
import { mountTabs } from "./tabs.js";
import { drawTrails, sameFrame } from "./trails.js";
import { mountWords } from "./words.js";

/** @import { App, Spec } from "../types.js" */
/** @import { Chart } from "./chart.js" */
/** @import { Ground } from "./contour.js" */
/** @import { Heights } from "./heights.js" */
/** @import { HeightScale } from "./levels.js" */
/** @import { Region } from "./region.js" */
/** @import { Frame } from "./trail.js" */

const WHOLE = 61; // points along each side of the domain, for the scale of the colours
const FINE = 131; // of what is drawn
const FINER = 201; // of what is drawn on a large screen, or wider
const LARGE = 900; // pixels across, from there on
const REST = 180; // milliseconds without a move until finer contours are asked for

/** @param {App} app */
export function mountMap(app) {
  const place = byId("map");
  const plot = byId("map-plot");
  const state = byId("map-state");
  const canvas = /** @type {HTMLCanvasElement} */ (byId("map-trails"));
  const askScale = asker();
  const askGround = asker();
  /** @type {Chart | null} */
  let chart = null;
  /** @type {Ground | null} */
  let ground = null;
  /** @type {HeightScale | null} */
  let scale = null;
  /** @type {Heights | null} */
  let domainHeights = null;
  /** @type {Region | null} */
  let seen = null; // what the person zoomed to; null while the whole domain is shown
  let size = { width: 0, height: 0 };
  let key = "";
  let rest = 0;
  let hovered = false; // the map may be moved any moment
  let held = false; // it is being moved: to draw it anew would tear it from the hand

  const surface = () => surfaceOf(app.catalog, app.spec.get().surface);
  const above = () => surface().minima.length > 0;
  const whole = () => {
    const taken = margins(size.width, skin());
    return home(surface().domain, size.width - taken.across, size.height - taken.down);
  };

  /** The minima, and whether their numbers are values or heights above the lowest. */
  const minimaHere = () => {
    if (asListed(surface(), app.spec.get().parameters)) return { minima: surface().minima, moved: false };
    return { minima: domainHeights ? movedMinima(surface().minima, domainHeights) : [], moved: true };
  };

  /** @returns {Frame | null} */
  const frameNow = () => {
    const { xaxis, yaxis } = chart?._fullLayout ?? {};
    if (!xaxis) return null;
    const [left, top] = [xaxis._offset, yaxis._offset];
    const box = { left, top, right: left + xaxis._length, bottom: top + yaxis._length };
    const [[x0, x1], [y0, y1]] = [xaxis.range, yaxis.range];
    const perX = (xaxis.d2p(x1) - xaxis.d2p(x0)) / (x1 - x0);
    const perY = (yaxis.d2p(y1) - yaxis.d2p(y0)) / (y1 - y0);
    return { box, x0, y0, perX, perY };
  };

  const placeHandle = startHandle(app, byId("start-handle"), frameNow);

  const paintTrails = onPaint(() => {
    const frame = frameNow();
    if (!frame || app.view.get().tab !== "2d") return;
    if (!sameFrame(frame, app.frame.get())) app.frame.set(frame);
    const pen = cleared(canvas, size.width, size.height);
    const now = skin();
    drawTrails(pen, frame, now, entrants(app, now.dark), app.step.get(), app.hover.get());
    placeHandle();
  });

  const paintChart = onPaint(async () => {
    if (held || !canDraw() || size.width < 50 || app.view.get().tab !== "2d") return;
    const first = chart === null;
    const figure = mapFigure({
      ground, above: above(), ...minimaHere(), seen: seen ?? whole(), ...size, skin: skin(),
    });
    chart = await draw(plot, figure);
    if (first) follow(chart);
    paintTrails();
  });

  const follow = (/** @type {Chart} */ drawn) => {
    const moved = () => {
      const { xaxis, yaxis } = drawn._fullLayout;
      const now = { x: [...xaxis.range], y: [...yaxis.range] };
      seen = same(/** @type {Region} */ (now), whole()) ? null : /** @type {Region} */ (now);
      paintTrails();
      clearTimeout(rest);
      rest = window.setTimeout(askForGround, REST);
    };
    drawn.on("plotly_relayouting", moved);
    drawn.on("plotly_relayout", moved);
  };

  /** Show a region; null for the whole domain. */
  const show = (/** @type {Region | null} */ region) => {
    seen = region;
    const { x, y } = seen ?? whole();
    if (chart) arrange(chart, { "xaxis.range": [...x], "yaxis.range": [...y] });
  };

  const askForGround = async () => {
    if (!scale || !size.width) return;
    const spec = app.spec.get();
    const wanted = seen ?? whole();
    const known = ground && ground.scale === scale && ground.heights.region;
    if (known && serves(known, wanted, hovered)) return;
    try {
      const points = hovered || size.width >= LARGE ? FINER : FINE;
      const heights = await askGround(wish(spec, around(wanted, hovered), points));
      if (!heights || !scale) return;
      ground = groundOf(heights, scale);
      say("");
      paintChart();
    } catch (problem) {
      say(`No contours here. ${/** @type {Error} */ (problem).message}`);
    }
  };

  /** Begin again when the surface is another one; keep the zoom when only a parameter moved. */
  const askForScale = async () => {
    const spec = app.spec.get();
    const now = JSON.stringify([spec.surface, spec.parameters]);
    if (now === key) return;
    const another = JSON.parse(key || '[""]')[0] !== spec.surface;
    key = now;
    if (another) {
      [seen, ground, scale, domainHeights] = [null, null, null, null];
      say("Drawing the surface…");
      paintChart();
    }
    const [x, y] = surface().domain;
    try {
      const heights = await askScale(wish(spec, { x, y }, WHOLE));
      if (!heights) return;
      domainHeights = heights;
      scale = heightScale(heights.values, above());
      await askForGround();
    } catch (problem) {
      say(`The surface could not be drawn. ${/** @type {Error} */ (problem).message}`, true);
    }
  };

  /** @param {string} words @param {boolean} [failed] */
  const say = (words, failed = false) => {
    state.textContent = words;
    state.dataset.kind = failed ? "failed" : ground ? "partial" : "loading";
    if (!failed) return;
    const again = document.createElement("button");
    again.textContent = "Try again";
    again.addEventListener("click", () => {
      key = "";
      askForScale();
    });
    state.append(" ", again);
  };

  new ResizeObserver(() => {
    size = { width: place.clientWidth, height: place.clientHeight };
    paintChart();
    clearTimeout(rest);
    rest = window.setTimeout(askForGround, REST);
  }).observe(place);

  plot.addEventListener("pointerenter", () => {
    hovered = true;
    askForGround();
  });
  plot.addEventListener("pointerleave", () => {
    hovered = false;
  });
  plot.addEventListener("pointerdown", () => (held = true), true);
  for (const end of ["pointerup", "pointercancel"]) {
    addEventListener(end, () => {
      if (held) setTimeout(paintChart); // after Plotly has let go
      held = false;
    }, true);
  }

  listen(app, place, { frameNow, heights: () => ground?.heights ?? null, reset: () => show(null) });
  byId("zoom-in").addEventListener("click", () => show(zoomed(seen ?? whole(), 1 / 1.6)));
  byId("zoom-out").addEventListener("click", () => show(zoomed(seen ?? whole(), 1.6)));
  byId("zoom-home").addEventListener("click", () => show(null));
  mountTabs(app);
  mountWords(app);
  onSkin(paintChart);
  app.spec.subscribe(askForScale);
  onSight(app, paintTrails);
  for (const watched of [app.race, app.step, app.hover]) watched.subscribe(paintTrails);
  let { tab } = app.view.get();
  app.view.subscribe((view) => {
    if (view.tab !== tab) paintChart(); // nothing else of a view changes what is drawn here
    tab = view.tab;
  });
  askForScale();
}

/** @param {Spec} spec @param {Region} region @param {number} resolution */
function wish({ surface, parameters }, region, resolution) {
  return { surface, parameters, region, resolution };
}
