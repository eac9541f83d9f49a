// The numbers of all networks at the step under the pointer.

import { swatch } from "../../lib/swatch.js";
import { counted } from "../counted.js";
import { acrossStep } from "./panels.js";
import { placeAt, seriesOf, stepOf } from "./series.js";

/** @import { App, Lane } from "../../types.js" */
/** @import { Entrant } from "../../plots/entrants.js" */
/** @import { LearningPanel, LearningPlan } from "./panels.js" */
/** @import { Series } from "./series.js" */

const MOST = 12; // racers in the box
const HEADS = { train: "train", test: "test", batch: "mini-batch", plain: "" };

/**
 * @param {App} app
 * @param {HTMLElement} box
 */
export function mountReadout({ hover }, box) {
  let pointer = 0; // pixels from the top of the curves
  return {
    /** @param {number} y */
    follow(y) {
      pointer = y;
    },
    /** @param {LearningPlan} plan @param {Entrant[]} entrants */
    show(plan, entrants) {
      const step = hover.get();
      box.hidden = step === null || !plan.paces.length;
      if (step === null || box.hidden) return;
      const panel = plan.panels.findLast(({ top }) => pointer >= top - 20) ?? plan.panels[0];
      box.replaceChildren(heading(step, panel, entrants), table(entrants, panel, step), ...more(entrants));
      // Below the curve that is pointed at, or above where there is no room: it is wide.
      const below = panel.bottom + 8;
      const fits = below + box.offsetHeight <= plan.height;
      const top = fits ? below : Math.max(0, panel.top - 24 - box.offsetHeight);
      const middle = acrossStep(plan, plan.paces[0], step) - box.offsetWidth / 2;
      const left = Math.max(0, Math.min(middle, plan.right + 10 - box.offsetWidth));
      box.style.transform = `translate(${left}px, ${top}px)`;
    },
  };
}

/** @param {number} step @param {LearningPanel} panel @param {Entrant[]} entrants */
function heading(step, { title, lines }, entrants) {
  const line = document.createElement("p");
  line.className = "readout-step";
  const lane = entrants.find((entrant) => entrant.lane)?.lane;
  const series = lane && seriesOf(lane, lines[lines.length - 1].column);
  const place = series ? placeAt(series, step) : -1;
  const scored = series && place >= 0 ? stepOf(series, place) : step;
  line.textContent = scored < step && series?.steps ? `step ${counted(step)}: ${title}, as of ${counted(scored)}` : `step ${counted(step)}: ${title}`;
  return line;
}

/** @param {Entrant[]} entrants @param {LearningPanel} panel @param {number} step */
function table(entrants, panel, step) {
  const made = document.createElement("table");
  if (panel.lines.length > 1) {
    const head = made.createTHead().insertRow();
    for (const word of ["", "", ...panel.lines.map(({ style }) => HEADS[style])]) head.insertCell().textContent = word;
  }
  const body = made.createTBody();
  for (const { name, look, lane } of entrants.slice(0, MOST)) {
    const row = body.insertRow();
    row.insertCell().append(swatch(look));
    row.insertCell().textContent = name;
    for (const { column } of panel.lines) {
      const cell = row.insertCell();
      cell.className = "readout-value";
      cell.textContent = lane ? written(panel, lane, seriesOf(lane, column), step) : "…";
    }
  }
  return made;
}

/** @param {LearningPanel} panel @param {Lane} lane @param {Series} series @param {number} step */
function written(panel, { outcome }, series, step) {
  if (outcome?.status === "diverged" && step > outcome.steps) return "diverged";
  const place = placeAt(series, step);
  if (place < 0) return "–";
  return !series.steps && step >= series.length ? "…" : panel.write(series.values[place]);
}

/** @param {Entrant[]} entrants */
function more(entrants) {
  if (entrants.length <= MOST) return [];
  const line = document.createElement("p");
  line.textContent = `and ${entrants.length - MOST} more`;
  return [line];
}
