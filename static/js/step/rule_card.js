// A racer's rule, line by line: in symbols, with this step's numbers, and what is remembered before and after.

import { widthWatched } from "../controls/formula.js";
import { swatch } from "../lib/swatch.js";
import { termFor } from "../lib/terms.js";
import { turn } from "./figures.js";
import { symbolParts } from "./symbol.js";

/** @import { Entrant } from "../plots/entrants.js" */
/** @import { Line, Opened } from "./opened.js" */

/** @typedef {{ element: HTMLElement, show: (entrant: Entrant, opened: Opened, rule: string) => void }} RuleCard */

/**
 * Built anew when the rule is another one; else only the numbers change, so that focus and what is
 * scrolled to stay.
 *
 * @returns {RuleCard}
 */
export function ruleCard() {
  const element = made("section", "rule-card");
  let built = "";
  let shown = /** @type {Opened | null} */ (null);
  let places = /** @type {ReturnType<typeof linePlace>[]} */ ([]);
  return {
    element,
    show(entrant, opened, rule) {
      const { coordinates, lines } = opened;
      const key = JSON.stringify([entrant.name, entrant.look, rule, coordinates, lines.map(({ mathml, before }) => [mathml, before === null])]);
      if (key !== built) {
        built = key;
        shown = null;
        places = lines.map((line) => linePlace(line, coordinates));
        const list = made("ol", "rule-lines");
        list.append(...places.map(({ item }) => item));
        element.replaceChildren(heading(entrant, rule), list);
      }
      if (opened === shown) return;
      shown = opened;
      places.forEach(({ fill }, place) => fill(lines[place]));
    },
  };
}

/** @param {Entrant} entrant @param {string} rule  and in whose form */
function heading({ name, look }, rule) {
  const head = made("h4", "rule-head");
  const form = document.createElement("small");
  form.textContent = rule;
  head.append(swatch(look), name, " ", form);
  return head;
}

/** @param {Line} line @param {string[]} coordinates */
function linePlace({ name, mathml, before }, coordinates) {
  const item = made("li", "rule-line");
  const title = made("p", "rule-name");
  const scroll = made("div", "formula rule-scroll");
  const symbols = made("div", "rule-symbols");
  title.append(termFor(name));
  symbols.innerHTML = mathml;
  const rows = coordinates.map(coordinateRow);
  scroll.append(symbols, ...rows.map(({ row }) => row));
  item.append(title, scroll);
  const turns = before === null ? null : made("p", "rule-turn");
  if (turns) item.append(turns);
  widthWatched(scroll);
  return {
    item,
    fill(/** @type {Line} */ line) {
      const alike = rows.length > 1 && line.numbers.every((each) => each === line.numbers[0]);
      rows.forEach(({ row, letter, numbers }, place) => {
        row.hidden = alike && place > 0; // one number for all coordinates, as a decay of momentum
        letter.textContent = rows.length < 2 ? "" : alike ? coordinates.join(", ") : coordinates[place];
        if (!row.hidden) numbers.innerHTML = line.numbers[place] ?? "";
      });
      if (turns) turns.replaceChildren(...turnWords(line, coordinates));
    },
  };
}

function coordinateRow() {
  const row = made("div", "rule-numbers");
  const letter = made("span", "rule-coordinate");
  const numbers = made("span", "rule-figures");
  row.append(letter, numbers);
  return { row, letter, numbers };
}

/** What is remembered, before and after. @param {Line} line @param {string[]} coordinates */
function turnWords({ symbol, before, after }, coordinates) {
  return coordinates.map((coordinate, place) => {
    const words = document.createElement("span");
    const where = coordinates.length > 1 ? ` in ${coordinate}` : "";
    words.append(...symbolParts(symbol), `${where}: ${turn(before?.[place], after[place])}`);
    return words;
  });
}

/** @param {string} name @param {string} className */
function made(name, className) {
  const element = document.createElement(name);
  element.className = className;
  return element;
}
