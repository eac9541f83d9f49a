// The outcomes, one row a racer, to be sorted; and below a row why it ended so.

import { byId, find } from "../lib/dom.js";
import { surfaceOf } from "../lib/entries.js";
import { editable } from "../lib/number.js";
import { onPaint } from "../lib/paint.js";
import { everyone } from "./entrants.js";
import { mountNumbers } from "./numbers.js";
import { resultOf, sorted } from "./results.js";
import { resultRow } from "./result_row.js";
import { onSkin, skin } from "./skin.js";

/** @import { App } from "../types.js" */
/** @import { Column } from "./results.js" */
/** @import { Row } from "./result_row.js" */

const PAUSE = 120; // milliseconds between two updates while the race plays

/** @param {App} app */
export function mountTable(app) {
  const table = byId("outcomes");
  const body = find(table, "tbody");
  /** @type {Map<string, Row>} */
  const rows = new Map();
  let column = /** @type {Column | null} */ (null);
  let down = false;
  let filled = 0;
  let later = 0;

  const fill = () => {
    filled = performance.now();
    const everybody = everyone(app, skin().dark);
    const { threshold } = app.view.get();
    const results = everybody.map((entrant) => resultOf(entrant, app.step.get(), threshold));
    const order = sorted(results, column, down).flatMap((result) => {
      const { id } = result.entrant.racer;
      const row = rows.get(id) ?? resultRow(app, id);
      rows.set(id, row);
      row.show(result);
      return [row.main, row.why];
    });
    const present = new Set(everybody.map(({ racer }) => racer.id));
    for (const id of rows.keys()) if (!present.has(id)) rows.delete(id);
    const moved = order.length !== body.children.length || order.some((each, at) => body.children[at] !== each);
    if (moved) body.replaceChildren(...order);
    const above = surfaceOf(app.catalog, app.spec.get().surface).minima.length > 0;
    byId("threshold-word").textContent = byId("numbers-loss").textContent = above ? "f − f*" : "f";
  };
  const paint = onPaint(fill);
  const soon = () => {
    if (later || app.view.get().reading !== "race") return; // nobody sees it: its turn comes with its tab
    later = window.setTimeout(() => {
      later = 0;
      paint();
    }, Math.max(0, filled + PAUSE - performance.now()));
  };

  for (const head of table.querySelectorAll("th")) {
    find(head, "button").addEventListener("click", () => {
      const name = /** @type {Column} */ (head.dataset.sort);
      if (column !== name) [column, down] = [name, false];
      else if (!down) down = true;
      else [column, down] = [null, false];
      for (const each of table.querySelectorAll("th")) each.removeAttribute("aria-sort");
      if (column) head.setAttribute("aria-sort", down ? "descending" : "ascending");
      fill();
    });
  }
  mountThreshold(app);
  mountNumbers(app);
  onSkin(soon);
  for (const watched of [app.spec, app.race, app.step, app.view, app.cloud]) watched.subscribe(soon);
  fill();
}

/** @param {App} app */
function mountThreshold(app) {
  const field = /** @type {HTMLInputElement} */ (byId("threshold"));
  const problem = byId("threshold-problem");
  const show = () => {
    if (document.activeElement !== field) field.value = editable(app.view.get().threshold);
  };
  const take = () => {
    const threshold = Number(field.value.trim().replace("−", "-").replace(",", "."));
    const wrong = field.value.trim() === "" || !Number.isFinite(threshold);
    problem.textContent = wrong ? `'${field.value}' is not a number. Try 1e-4.` : "";
    field.setAttribute("aria-invalid", String(wrong));
    if (!wrong && threshold !== app.view.get().threshold) app.view.set({ ...app.view.get(), threshold });
  };
  field.addEventListener("change", () => {
    take();
    if (field.getAttribute("aria-invalid") === "false") field.value = editable(app.view.get().threshold);
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") take();
  });
  app.view.subscribe(show);
  show();
}
