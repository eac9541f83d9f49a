// One racer in the table of outcomes: a line for its name and how it ended, one for its numbers, and
// one that says why.

import { swatch } from "../../lib/swatch.js";
import { offered } from "../../plots/offered.js";
import { successOf } from "../../plots/success.js";
import { stepOpener } from "../../plots/step_opener.js";
import { counted, grouped } from "../counted.js";
import { changeWords } from "../curves/changes.js";
import { figure, percent, squared } from "../curves/figures.js";

/** @import { App } from "../../types.js" */
/** @import { LearningResult } from "./results.js" */

/** @typedef {{ body: HTMLElement, show: (result: LearningResult, classes: boolean) => void }} LearningRow */

const MOST_CHANGES = 3; // told of in words
const HEADS = ["train", "test", "quality", "best", "reached"];

/**
 * @param {App} app
 * @param {string} id  the racer's
 * @returns {LearningRow}
 */
export function learningRow(app, id) {
  const { body, racer, toggle, word, when, cells, changed, changes, why, reason, remedies } = built(id);
  let open = /** @type {boolean | null} */ (null); // null until the person chose
  let drawn = "";
  /** @type {[LearningResult, boolean] | null} */
  let last = null;
  toggle.addEventListener("click", () => {
    open = why.hidden === true;
    if (last) show(...last);
  });

  const offer = offered(app, id, remedies, () => {
    open = true;
    toggle.focus();
  });
  const show = (/** @type {LearningResult} */ result, /** @type {boolean} */ classes) => {
    last = [result, classes];
    const { entrant, train, test, quality, best, bestAt, reached, status } = result;
    const outcome = entrant.lane?.outcome ?? null;
    const key = JSON.stringify([entrant.name, entrant.convention, entrant.look]);
    if (key !== drawn) racer.replaceChildren(swatch(entrant.look), stepOpener(app, id, named(entrant.name, entrant.convention)));
    drawn = key;
    write(changes, [successOf(app.cloud.get(), id)?.full, changesWords(app, entrant)].filter(Boolean).join(" "));
    changed.hidden = changes.textContent === "";
    const examples = app.view.get().budget === "evaluations"; // the step of the best would be another unit
    const written = [
      figure(train), figure(test), classes ? percent(quality) : squared(quality), figure(best),
      reached === null ? "never" : counted(reached),
    ];
    cells.forEach((each, at) => {
      if (HEADS[at] === "best" && !Number.isNaN(best) && !examples) withSmall(each, written[at], `at ${counted(bestAt)}`);
      else if (HEADS[at] === "reached" && examples && reached !== null) withSmall(each, written[at], "ex.");
      else write(each, written[at]);
    });
    const space = `${status} `.indexOf(" ");
    write(word, status.slice(0, space));
    write(when, grouped(status.slice(space + 1)));
    body.dataset.status = outcome?.status ?? "running";
    why.hidden = !outcome || !(open ?? outcome.status === "diverged");
    toggle.setAttribute("aria-expanded", String(!why.hidden));
    toggle.disabled = !outcome;
    if (outcome) write(reason, outcome.reason);
    if (outcome && !why.hidden) offer(outcome);
  };
  return { body, show };
}

/** The rows and what is in them, still empty. @param {string} id  the racer's */
function built(id) {
  const body = document.createElement("tbody");
  const [main, numbers, changed, why] = Array.from({ length: 4 }, () => body.insertRow());
  const racer = document.createElement("th");
  racer.scope = "rowgroup";
  racer.colSpan = 3;
  racer.id = `learning-racer-${id}`;
  const end = cell("status", id);
  end.colSpan = 2;
  const toggle = document.createElement("button");
  toggle.type = "button";
  toggle.className = "why-toggle";
  const word = document.createElement("span");
  word.className = "status-word";
  const when = document.createElement("small");
  toggle.append(word, " ", when);
  end.append(toggle);
  main.append(racer, end);
  const cells = HEADS.map((head) => cell(head, id));
  for (const each of cells) each.className = "number";
  cells[HEADS.indexOf("best")].classList.add("best-test");
  numbers.append(...cells);
  const changes = changed.insertCell();
  changes.colSpan = HEADS.length;
  changes.className = "changed-words";
  why.className = "why";
  why.id = `learning-why-${id}`;
  toggle.setAttribute("aria-controls", why.id);
  const told = why.insertCell();
  told.colSpan = HEADS.length;
  const reason = document.createElement("span");
  const remedies = document.createElement("div");
  told.append(reason, remedies);
  return { body, racer, toggle, word, when, cells, changed, changes, why, reason, remedies };
}

/** A cell that says whose and what it is: its head is not above it alone. @param {string} head @param {string} id */
function cell(head, id) {
  const made = document.createElement("td");
  made.headers = `learning-racer-${id} learning-by-${head}`;
  return made;
}

/** What was changed while it was trained. @param {App} app @param {LearningResult["entrant"]} entrant */
function changesWords({ catalog, spec }, { racer }) {
  const made = spec.get().changes.filter((change) => change.racer === racer.id);
  const told = made.slice(0, MOST_CHANGES).map((change) => changeWords(catalog, change));
  const more = made.length - told.length;
  return [...told, ...(more ? [`${more} more ${more > 1 ? "changes" : "change"}`] : [])].join("; ");
}

/** @param {Element} place @param {string} text */
function write(place, text) {
  if (place.textContent !== text) place.textContent = text;
}

/** @param {Element} place @param {string} value @param {string} small */
function withSmall(place, value, small) {
  if (place.textContent === `${value} ${small}`) return;
  const at = document.createElement("small");
  at.textContent = small;
  place.replaceChildren(value, " ", at);
}

/** @param {string} name @param {string} convention */
function named(name, convention) {
  const words = document.createElement("span");
  const small = document.createElement("small");
  small.textContent = convention;
  words.className = "racer-name";
  words.append(name, " ", small);
  return words;
}
