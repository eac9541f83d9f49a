// One racer's row in the table of outcomes, and the row below it that says why.

import { pretty } from "../lib/number.js";
import { swatch } from "../lib/swatch.js";
import { offered } from "./offered.js";
import { stepOpener } from "./step_opener.js";
import { successOf } from "./success.js";

/** @import { App } from "../types.js" */
/** @import { Result } from "./results.js" */

/** @typedef {{ main: HTMLElement, why: HTMLElement, show: (result: Result) => void }} Row */

/**
 * @param {App} app
 * @param {string} id  the racer's
 * @returns {Row}
 */
export function resultRow(app, id) {
  const main = document.createElement("tr");
  const why = document.createElement("tr");
  const racer = document.createElement("th");
  racer.scope = "row";
  const [now, best, reached, end] = Array.from({ length: 4 }, () => document.createElement("td"));
  for (const cell of [now, best, reached]) cell.className = "number";
  best.classList.add("best");
  const toggle = document.createElement("button");
  toggle.type = "button";
  toggle.className = "why-toggle";
  const word = document.createElement("span");
  word.className = "status-word";
  const when = document.createElement("small");
  toggle.append(word, " ", when);
  end.append(toggle);
  main.append(racer, now, best, reached, end);

  why.className = "why";
  why.id = `why-${id}`;
  toggle.setAttribute("aria-controls", why.id);
  const cell = document.createElement("td");
  cell.colSpan = 5;
  const reason = document.createElement("span");
  const remedies = document.createElement("div");
  cell.append(reason, remedies);
  why.append(cell);

  let open = /** @type {boolean | null} */ (null); // null until the person chose
  let drawn = "";
  /** @type {Result | null} */
  let last = null;
  toggle.addEventListener("click", () => {
    open = why.hidden === true;
    if (last) show(last);
  });
  const offer = offered(app, id, remedies, () => {
    open = true;
    toggle.focus();
  });

  const show = (/** @type {Result} */ result) => {
    last = result;
    const { entrant, status } = result;
    const outcome = entrant.lane?.outcome ?? null;
    const key = JSON.stringify([entrant.name, entrant.convention, entrant.look]);
    if (key !== drawn) {
      racer.replaceChildren(swatch(entrant.look), stepOpener(app, id, named(entrant.name, entrant.convention)));
      drawn = key;
    }
    write(now, Number.isNaN(result.now) ? "–" : brief(result.now));
    twoLines(best, Number.isFinite(result.best) ? brief(result.best) : "–", Number.isFinite(result.best) ? `step ${result.bestAt}` : "");
    const success = successOf(app.cloud.get(), id);
    twoLines(reached, result.reached === null ? "never" : String(result.reached), success?.short ?? "");
    reached.title = success?.full ?? "";
    showStatus(status);
    main.dataset.status = outcome?.status ?? "running";
    cell.colSpan = getComputedStyle(best).display === "none" ? 4 : 5;
    why.hidden = !outcome || !(open ?? outcome.status === "diverged");
    toggle.setAttribute("aria-expanded", String(!why.hidden));
    toggle.disabled = !outcome;
    if (outcome) write(reason, outcome.reason);
    if (outcome && !why.hidden) offer(outcome);
  };
  let said = "";
  const showStatus = (/** @type {string} */ status) => {
    if (status === said) return;
    said = status;
    const [first, rest] = parted(status);
    word.textContent = first;
    when.replaceChildren(...(rest.startsWith(SINCE) ? [hidden(SINCE), rest.slice(SINCE.length)] : [rest]));
  };
  return { main, why, show };
}

const SINCE = "since ";

/** Words for those who hear the page; there is no room to show them. @param {string} words */
function hidden(words) {
  const span = document.createElement("span");
  span.className = "sr-only";
  span.textContent = words;
  return span;
}

/** A status and what is said of it: "diverged", "at step 14". @param {string} words @returns {[string, string]} */
function parted(words) {
  const space = words.indexOf(" ");
  return space < 0 ? [words, ""] : [words.slice(0, space), words.slice(space + 1)];
}

/** Fewer digits where a power of ten takes their room. @param {number} value */
function brief(value) {
  const size = Math.abs(value);
  return pretty(value, size >= 0.01 && size < 1e5 ? 3 : 2);
}

/** @param {Element} place @param {string} text */
function write(place, text) {
  if (place.textContent !== text) place.textContent = text;
}

/** @param {Element} cell @param {string} first @param {string} second */
function twoLines(cell, first, second) {
  if (cell.textContent === first + second) return;
  const small = document.createElement("small");
  small.textContent = second;
  cell.replaceChildren(first, small);
}

/** @param {string} name @param {string} convention */
function named(name, convention) {
  const words = document.createElement("span");
  const small = document.createElement("small");
  small.textContent = convention;
  words.className = "racer-name";
  words.append(name, small);
  return words;
}
