// The chosen racer's network at the step on show: how good it is, which classes are taken for which,
// and how its layers do. While the race plays nothing of this is asked for, and the last stays.

import { byId, find } from "../../lib/dom.js";
import { onPaint } from "../../lib/paint.js";
import { drawSwatch } from "../../lib/swatch.js";
import { entrants } from "../../plots/entrants.js";
import { onSkin, skin } from "../../plots/skin.js";
import { fillConfusion, rightOf } from "./confusion.js";
import { counted } from "../counted.js";
import { fillHealth, gradientWords } from "./layer_health.js";
import { figure, percent, squared } from "../curves/figures.js";
import { qualityWord } from "../task.js";

/** @import { App, Data, Look, RunDetails } from "../../types.js" */
/** @import { Entrant } from "../../plots/entrants.js" */

/** @typedef {"test" | "train"} Part */

/** @param {App} app */
export function mountAtStep(app) {
  const select = /** @type {HTMLSelectElement} */ (byId("at-step-racer"));
  const parts = /** @type {HTMLInputElement[]} */ ([...byId("at-step-part").querySelectorAll("input")]);
  /** @type {Look | null} */
  let kept = null; // the latest with details
  let rows = ""; // of the data that it saw
  let part = /** @type {Part} */ ("test");

  const show = () => {
    if (app.spec.get().kind !== "network") return;
    const all = entrants(app, skin().dark);
    const chosen = all.find(({ racer }) => racer.id === app.view.get().chosen) ?? all[0];
    showRacers(select, all, chosen);
    if (chosen) drawSwatch(byId("at-step-swatch"), chosen.look);
    const details = chosen && kept?.details?.get(chosen.racer.id);
    const run = chosen && kept?.runs.get(chosen.racer.id);
    byId("at-step-body").hidden = !details;
    say("at-step-when", kept && details && run ? whenWords(app, kept, run.step) : "Pause to see how good the network is, and how its layers do.");
    if (kept && details && run) fill(app, chosen, details, { part, last: run.step < kept.step });
  };
  const paint = onPaint(show);
  const keep = () => {
    const look = app.look.get();
    if (!look?.details) return;
    kept = look;
    paint();
  };
  const forget = () => {
    const seen = rowsOf(app.data.get());
    if (seen !== rows && rows) kept = app.look.get()?.details ? app.look.get() : null;
    rows = seen;
    paint();
  };

  select.addEventListener("change", () => app.view.set({ ...app.view.get(), chosen: select.value }));
  for (const choice of parts) {
    choice.addEventListener("change", () => {
      part = /** @type {Part} */ (choice.value);
      show();
    });
  }
  app.look.subscribe(keep);
  app.data.subscribe(forget);
  for (const watched of [app.spec, app.view, app.player.playing]) watched.subscribe(paint);
  onSkin(paint);
  keep();
  forget();
}

/** What rows a network was looked at with. @param {Data | null} data */
const rowsOf = (data) => (data ? JSON.stringify([data.name, data.classes, data.rows]) : "");

/** @param {HTMLSelectElement} select @param {Entrant[]} all @param {Entrant | undefined} chosen */
function showRacers(select, all, chosen) {
  const key = JSON.stringify(all.map(({ racer, name }) => [racer.id, name]));
  if (select.dataset.options !== key) {
    select.dataset.options = key;
    select.replaceChildren(...all.map(({ racer, name }) => new Option(name, racer.id)));
  }
  const id = chosen?.racer.id ?? "";
  if (select.value !== id) select.value = id;
}

/**
 * Which step is told of, and why it is not another.
 *
 * @param {App} app
 * @param {Look} kept
 * @param {number} step  that of the network
 */
function whenWords({ player, trainer }, kept, step) {
  const now = trainer.current.get();
  const words = `Step ${counted(step)}${now && now.number !== kept.race ? " of the training before" : ""}`;
  if (player.playing.get()) return `${words}. Pause to see the step on show.`;
  return step < kept.step ? `${words}, the last that was finite` : words;
}

/**
 * @param {App} app
 * @param {Entrant} chosen
 * @param {RunDetails} details
 * @param {{ part: Part, last: boolean }} what  last: it diverged at the next step
 */
function fill(app, { racer }, details, { part, last }) {
  const { confusion, layers, ratio } = details;
  const shown = confusion?.test ? part : "train";
  const matrix = confusion?.[shown];
  byId("at-step-part").hidden = !confusion?.test;
  byId("at-step-confusion").hidden = !matrix;
  if (matrix) {
    const table = /** @type {HTMLTableElement} */ (byId("confusion"));
    fillConfusion(table, matrix, app.data.get()?.classes ?? [], shown);
  }
  fillQuality(app, details);
  const { network } = app.spec.get();
  const { name } = racer.overrides?.activation ?? network.activation;
  const activation = app.catalog.networks?.activations.find((each) => each.name === name);
  fillHealth(find(byId("layer-health"), "tbody"), layers, activation ?? { dies: true, saturates: true });
  say("layer-ratio", gradientWords(layers, ratio, last));
}

/** @param {App} app @param {RunDetails} details */
function fillQuality(app, details) {
  const { confusion } = details;
  const body = find(byId("at-step-quality"), "tbody");
  say("at-step-quality-word", qualityWord(app));
  byId("at-step-right").hidden = !confusion;
  const has = { test: details.test_loss !== null, train: true };
  body.replaceChildren(
    ...(/** @type {Part[]} */ (["test", "train"]))
      .filter((part) => has[part])
      .map((part) => {
        const row = document.createElement("tr");
        const head = document.createElement("th");
        head.scope = "row";
        head.textContent = part === "test" ? "Test" : "Train";
        const matrix = confusion?.[part];
        const { all, right } = matrix ? rightOf(matrix) : { all: 0, right: 0 };
        const quality = details[`${part}_accuracy`] ?? details[`${part}_r2`] ?? NaN;
        const texts = [
          confusion ? percent(quality) : squared(quality),
          ...(matrix ? [`${counted(right)} of ${counted(all)}`] : []),
          figure(details[`${part}_loss`] ?? NaN),
        ];
        row.append(head);
        for (const text of texts) row.insertCell().textContent = text;
        if (!confusion) row.cells[1].title = figure(quality);
        return row;
      }),
  );
}

/** @param {string} id @param {string} words */
function say(id, words) {
  const place = byId(id);
  if (place.textContent !== words) place.textContent = words;
}
