// The race as numbers: what the pictures show, at chosen steps.

import { byId, find } from "../lib/dom.js";
import { pretty } from "../lib/number.js";
import { everyone } from "./entrants.js";
import { chosenSteps } from "./results.js";

/** @import { App, Lane } from "../types.js" */

const PAUSE = 400; // milliseconds after the last change

/** @param {App} app */
export function mountNumbers(app) {
  const details = /** @type {HTMLDetailsElement} */ (byId("numbers"));
  const body = find(details, "tbody");
  let later = 0;
  const fill = () => {
    if (!details.open) return;
    const rows = everyone(app, false).flatMap(({ name, lane }) =>
      lane ? chosenSteps(lane.length - 1).map((step) => numbersRow(name, lane, step)) : [],
    );
    body.replaceChildren(...rows);
  };
  const soon = () => {
    clearTimeout(later);
    if (details.open) later = window.setTimeout(fill, PAUSE);
  };
  details.addEventListener("toggle", fill);
  app.race.subscribe(soon);
  app.spec.subscribe(soon);
}

/** @param {string} name @param {Lane} lane @param {number} step */
function numbersRow(name, lane, step) {
  const row = document.createElement("tr");
  const head = document.createElement("th");
  head.scope = "row";
  head.textContent = name;
  const { x, y, gap, norm, rate, move } = lane;
  const values = [x, y, gap, norm, rate].map((column) => pretty(column[step], 4));
  const cells = [String(step), ...values, step ? pretty(move[step], 4) : "–"].map((text) => {
    const cell = document.createElement("td");
    cell.className = "number";
    cell.textContent = text;
    return cell;
  });
  row.append(head, ...cells);
  return row;
}
