// How each racer did, in numbers.

import { numberField } from "../../controls/number_field.js";
import { byId, find } from "../../lib/dom.js";
import { onPaint } from "../../lib/paint.js";
import { everyone } from "../../plots/entrants.js";
import { onSkin, skin } from "../../plots/skin.js";
import { mountAtStep } from "./at_step.js";
import { mountLearningNumbers } from "./numbers.js";
import { reachedIn, readAt } from "./evenly.js";
import { resultOf, sorted } from "./results.js";
import { learningRow } from "./row.js";
import { qualityWord, taskOf } from "../task.js";

/** @import { App } from "../../types.js" */
/** @import { LearningColumn } from "./results.js" */
/** @import { LearningRow } from "./row.js" */

const PAUSE = 120; // milliseconds between two updates while the race plays

/** @param {App} app */
export function mountLearningTable(app) {
  const table = byId("learning-outcomes");
  /** @type {Map<string, LearningRow>} */
  const rows = new Map();
  let column = /** @type {LearningColumn | null} */ (null);
  let down = false;
  let filled = 0;
  let later = 0;

  const fill = () => {
    if (app.spec.get().kind !== "network") return;
    filled = performance.now();
    const everybody = everyone(app, skin().dark);
    const classes = taskOf(app) === "classification";
    const [step, { lossThreshold, budget }, look] = [app.step.get(), app.view.get(), app.look.get()];
    const read = readAt(everybody, step, app.race.get().steps, budget);
    const results = everybody.map((entrant) => {
      const { now, last } = read(entrant);
      const result = resultOf(entrant, now, lossThreshold, look, last);
      return { ...result, reached: reachedIn(entrant, result.reached, budget) };
    });
    const order = sorted(results, column, down).map((result) => {
      const { id } = result.entrant.racer;
      const row = rows.get(id) ?? learningRow(app, id);
      rows.set(id, row);
      row.show(result, classes);
      return row.body;
    });
    const present = new Set(everybody.map(({ racer }) => racer.id));
    for (const id of rows.keys()) if (!present.has(id)) rows.delete(id);
    const bodies = [...table.querySelectorAll("tbody")];
    if (order.length !== bodies.length || order.some((each, at) => bodies[at] !== each)) {
      for (const body of bodies) if (!order.includes(body)) body.remove();
      table.append(...order);
    }
    byId("learning-quality").textContent = qualityWord(app);
  };
  const paint = onPaint(fill);
  const soon = () => {
    if (app.view.get().reading !== "race") return; // nobody sees it: its turn comes with its tab
    later ||= window.setTimeout(() => {
      later = 0;
      paint();
    }, Math.max(0, filled + PAUSE - performance.now()));
  };

  for (const head of table.querySelectorAll("th")) {
    find(head, "button").addEventListener("click", () => {
      const name = /** @type {LearningColumn} */ (head.dataset.sort);
      if (column !== name) [column, down] = [name, false];
      else if (!down) down = true;
      else [column, down] = [null, false];
      for (const each of table.querySelectorAll("th")) each.removeAttribute("aria-sort");
      if (column) head.setAttribute("aria-sort", down ? "descending" : "ascending");
      fill();
    });
  }
  mountThreshold(app);
  mountLearningNumbers(app);
  mountAtStep(app);
  onSkin(soon);
  for (const watched of [app.spec, app.race, app.step, app.view, app.look, app.data, app.cloud]) watched.subscribe(soon);
  fill();
}

/** @param {App} app */
function mountThreshold({ view }) {
  const input = /** @type {HTMLInputElement} */ (byId("learning-threshold"));
  const bound = { label: "threshold", minimum: 0, maximum: 1e6, integer: false };
  const field = numberField(input, byId("learning-threshold-problem"), bound, (lossThreshold) =>
    view.set({ ...view.get(), lossThreshold }),
  );
  const show = () => field.show(view.get().lossThreshold);
  view.subscribe(show);
  show();
}
