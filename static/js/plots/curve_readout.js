// The values of all racers at the step under the pointer.

import { pretty } from "../lib/number.js";
import { acrossStep } from "./curve_panels.js";
import { firstStep } from "./extents.js";
import { swatch } from "../lib/swatch.js";

/** @import { App } from "../types.js" */
/** @import { Panel, Plan } from "./curve_panels.js" */
/** @import { Entrant } from "./entrants.js" */

const MOST = 12; // racers in the box

/**
 * @param {App} app
 * @param {HTMLElement} box
 */
export function mountReadout(app, box) {
  let pointer = 0; // pixels from the top of the curves
  return {
    /** @param {number} y */
    follow(y) {
      pointer = y;
    },
    /** @param {Plan} plan @param {Entrant[]} entrants */
    show(plan, entrants) {
      const step = app.hover.get();
      box.hidden = step === null;
      if (step === null) return;
      const panel = plan.panels.findLast(({ top }) => pointer >= top - 20) ?? plan.panels[0];
      box.replaceChildren(heading(step, panel), ...rows(entrants, panel, step));
      const x = acrossStep(plan, step);
      const right = x > (plan.left + plan.right) / 2;
      const left = right ? x - 10 - box.offsetWidth : x + 10;
      const top = Math.max(0, Math.min(panel.top, plan.height - box.offsetHeight));
      box.style.transform = `translate(${Math.max(0, left)}px, ${top}px)`;
    },
  };
}

/** @param {number} step @param {Panel} panel */
function heading(step, { title }) {
  const line = document.createElement("p");
  line.className = "readout-step";
  line.textContent = `step ${step}: ${title}`;
  return line;
}

/** @param {Entrant[]} entrants @param {Panel} panel @param {number} step */
function rows(entrants, { quantity }, step) {
  const shown = entrants.slice(0, MOST).map(({ name, look, lane }) => {
    const row = document.createElement("p");
    const value = document.createElement("span");
    row.className = "readout-row";
    value.className = "readout-value";
    if (!lane || step < firstStep(quantity)) value.textContent = "–";
    else if (step >= lane.length) value.textContent = lane.outcome?.status === "diverged" ? "diverged" : "…";
    else value.textContent = pretty(lane[quantity][step]);
    row.append(swatch(look), document.createTextNode(name), value);
    return row;
  });
  if (entrants.length <= MOST) return shown;
  const more = document.createElement("p");
  more.textContent = `and ${entrants.length - MOST} more`;
  return [...shown, more];
}
