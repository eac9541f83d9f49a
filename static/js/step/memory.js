// What the rule remembers as curves over the steps, chosen by its symbols.

import { byId } from "../lib/dom.js";
import { onPaint } from "../lib/paint.js";
import { cleared } from "../plots/canvas.js";
import { stepAt } from "../plots/curve_panels.js";
import { followPointer } from "../plots/curve_pointer.js";
import { onSkin, skin } from "../plots/skin.js";
import { planned, quantitiesOf, usual } from "./memory_plan.js";
import { paintAxes, paintCurves, paintFrame } from "./memory_paint.js";

/** @import { App } from "../types.js" */
/** @import { Entrant } from "../plots/entrants.js" */
/** @import { Memory, MemoryPlan, Quantity } from "./memory_plan.js" */

/**
 * What is to be drawn.
 *
 * @typedef {object} Remembered
 * @property {Entrant[]} entrants
 * @property {(Memory | undefined)[]} memories  undefined until they are there
 * @property {string[]} coordinates
 * @property {string} state  what is said while there is nothing to draw
 */

/** @param {App} app */
export function memoryCurves(app) {
  const place = byId("step-memory");
  const canvas = /** @type {HTMLCanvasElement} */ (byId("step-memory-canvas"));
  const toggles = byId("step-symbols");
  const layers = { axes: document.createElement("canvas"), curves: document.createElement("canvas"), width: 0 };
  /** @type {Set<string> | null} */
  let chosen = null; // by the person; null leaves it to what matters
  /** @type {Remembered} */
  let now = { entrants: [], memories: [], coordinates: [], state: "" };
  let quantities = /** @type {Quantity[]} */ ([]);
  let plan = /** @type {MemoryPlan | null} */ (null);
  let listed = "";
  let drawn = "";

  const shown = () => {
    const keys = chosen ?? new Set(usual(quantities, now.entrants.map(({ lane }) => lane?.outcome?.status ?? "")));
    return quantities.filter(({ key }) => keys.has(key));
  };
  const draw = () => {
    const theirs = shown();
    for (const each of toggles.querySelectorAll("button")) {
      each.setAttribute("aria-pressed", String(theirs.some(({ key }) => key === each.value)));
    }
    plan = theirs.length && layers.width ? planned(theirs, layers.width, lastStep(now.memories), skin().scale) : null;
    canvas.hidden = !plan;
    byId("step-memory-key").hidden = !theirs.some(({ curves }) => curves.some(({ coordinate }) => coordinate > 0));
    byId("step-memory-state").textContent = now.state || (quantities.length && !theirs.length ? "Choose a symbol to see it over the steps." : "");
    if (!plan) return;
    canvas.style.height = `${plan.height}px`;
    paintAxes(cleared(layers.axes, layers.width, plan.height), plan, skin());
    paintCurves(cleared(layers.curves, layers.width, plan.height), plan, skin(), now.entrants);
    paint();
  };
  const paint = onPaint(() => {
    if (!plan) return;
    const pen = cleared(canvas, layers.width, plan.height);
    paintFrame(pen, plan, skin(), layers, now.entrants, app.step.get(), app.hover.get());
  });
  const list = () => {
    const key = JSON.stringify(quantities.map(({ key: each, name }) => [each, name]));
    if (key === listed) return;
    listed = key;
    toggles.replaceChildren(...quantities.map(toggle));
  };

  toggles.addEventListener("click", ({ target }) => {
    const button = /** @type {Element} */ (target).closest("button");
    if (!button) return;
    chosen = new Set(shown().map(({ key }) => key));
    if (!chosen.delete(button.value)) chosen.add(button.value);
    draw();
  });
  followPointer(
    app,
    canvas,
    (x) => (plan && x >= plan.left - 6 && x <= plan.right + 6 ? stepAt(plan, x) : null),
    paint,
  );
  new ResizeObserver(() => {
    layers.width = place.clientWidth;
    draw();
  }).observe(place);
  onSkin(draw);
  app.step.subscribe(paint);
  app.hover.subscribe(paint);

  return {
    /** @param {Remembered} remembered */
    show(remembered) {
      const { entrants, memories, coordinates, state } = remembered;
      const looks = entrants.map(({ name, look, lane }) => [name, look, lane?.outcome?.status]);
      const key = JSON.stringify([looks, coordinates, state]);
      if (key === drawn && memories.every((memory, place) => memory === now.memories[place])) return;
      drawn = key;
      now = remembered;
      quantities = quantitiesOf(now.memories, now.coordinates);
      list();
      draw();
    },
  };
}

/** Where the longest of them ends. @param {(Memory | undefined)[]} memories */
const lastStep = (memories) => Math.max(1, ...memories.map((memory) => memory?.steps.at(-1) ?? 0));

/** @param {Quantity} quantity */
function toggle({ key, symbol, mathml, name }) {
  const button = document.createElement("button");
  const picture = document.createElement("span");
  Object.assign(button, { type: "button", className: "step-symbol", value: key });
  button.title = `${name} over the steps`;
  if (mathml) picture.innerHTML = mathml;
  else picture.textContent = symbol;
  button.append(picture, ` ${name}`);
  return button;
}
