// One racer among the gradients: its picture, what its units put out, and a sentence.

import { copyOf, find } from "../../lib/dom.js";
import { swatch } from "../../lib/swatch.js";
import { pointAt } from "../../plots/hover.js";
import { acrossFlow, FlowMap, flowStepAt, LEFT, ROW } from "./map.js";
import { flowReadout, flowSentence } from "./words.js";
import { showOutputs } from "./layer_outputs.js";

/** @import { App } from "../../types.js" */
/** @import { Entrant } from "../../plots/entrants.js" */
/** @import { FlowPlan } from "./map.js" */
/** @import { FlowScale } from "./scale.js" */
/** @import { Kept } from "./kept_details.js" */

/** @typedef {ReturnType<typeof flowCard>} FlowCard */

/**
 * @param {App} app
 * @param {() => FlowPlan | null} planNow
 * @param {() => void} pointed  what to do when the pointer is elsewhere
 */
export function flowCard(app, planNow, pointed) {
  const place = copyOf("flow-template");
  const [name, sentence, when] = [".flow-name", ".flow-sentence", ".flow-when"].map((part) => find(place, part));
  const [ahead, marked] = [".flow-ahead", ".flow-pointed"].map((part) => find(place, part));
  const layers = find(place, ".layer-rows");
  const canvas = /** @type {HTMLCanvasElement} */ (find(place, "canvas"));
  const map = new FlowMap(canvas);
  /** @type {Entrant | null} */
  let racer = null;
  let outputs = /** @type {Kept | undefined} */ (undefined);
  let pointedLayer = /** @type {number | null} */ (null); // where the pointer is on this very picture
  let title = "";

  const under = (/** @type {MouseEvent} */ event) => {
    const plan = planNow();
    if (!plan || !racer?.lane) return null;
    const corner = canvas.getBoundingClientRect();
    const left = LEFT * plan.skin.scale;
    // A click is told in whole pixels, a move is not: both are to find the same step.
    const share = (Math.floor(event.clientX) - corner.left - left) / (corner.width - left);
    if (share < 0 || share > 1) return null;
    const rows = racer.lane.learning?.flow.length ?? 0;
    const row = Math.floor((event.clientY - corner.top) / (ROW * plan.skin.scale));
    return { step: flowStepAt(plan, share), layer: rows - 1 - Math.min(row, rows - 1) };
  };
  canvas.addEventListener("pointermove", (event) => {
    const found = under(event);
    pointedLayer = found && found.layer;
    pointAt(app, found && found.step);
    pointed(); // also where the step is the same, and the layer another
    if (found && event.buttons === 1 && event.pointerType === "mouse") app.player.seek(found.step);
  });
  canvas.addEventListener("click", (event) => {
    const found = under(event);
    if (found) app.player.seek(found.step);
  });
  for (const end of ["pointerleave", "pointercancel"]) {
    canvas.addEventListener(end, () => {
      pointedLayer = null;
      pointAt(app, null);
    });
  }

  return {
    place,
    map,
    /** @param {Entrant} entrant @param {FlowPlan} plan @param {FlowScale} scale */
    draw(entrant, plan, scale) {
      racer = entrant;
      const now = `${entrant.name} ${entrant.look.color} ${entrant.look.marker}`;
      if (title !== now) name.replaceChildren(swatch(entrant.look), entrant.name);
      title = now;
      place.style.setProperty("--look", entrant.look.color);
      place.style.setProperty("--layers", String(entrant.lane?.learning?.flow.length ?? 0));
      place.classList.toggle("waiting", !entrant.lane);
      if (entrant.lane) map.draw(plan, scale);
    },
    /** The step on show, and the one under the pointer. @param {FlowPlan} plan @param {number} step @param {number | null} hover */
    move(plan, step, hover) {
      ahead.style.transform = `translateX(${100 * acrossFlow(plan, step)}%)`;
      marked.hidden = hover === null;
      if (hover !== null) marked.style.transform = `translateX(${100 * acrossFlow(plan, hover)}%)`;
    },
    /** @param {Entrant} entrant @param {number} step @param {Kept | undefined} kept @param {string} activation */
    say({ lane }, step, kept, activation) {
      if (!lane) put(sentence, "Not trained yet.");
      else put(sentence, pointedLayer === null ? flowSentence(lane, step, kept) : flowReadout(lane, step, pointedLayer));
      const fits = kept && kept.layers.length === lane?.learning?.flow.length ? kept : undefined;
      place.classList.toggle("unseen", !fits);
      put(when, fits ? `at step ${fits.step}` : "");
      when.classList.toggle("past", fits?.step !== Math.min(app.step.get(), (lane?.length ?? 1) - 1));
      if (fits && fits !== outputs) showOutputs(layers, fits.layers, activation);
      outputs = fits;
    },
  };
}

/** @param {HTMLElement} place @param {string} words */
function put(place, words) {
  if (place.textContent !== words) place.textContent = words;
}
