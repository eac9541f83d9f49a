// The table of an opened step's numbers.

import { byId, find } from "../lib/dom.js";
import { swatch } from "../lib/swatch.js";
import { termFor } from "../lib/terms.js";
import { figuresOf } from "./figures.js";
import { symbolParts } from "./symbol.js";

/** @import { Entrant } from "../plots/entrants.js" */
/** @import { Figures, Named } from "./figures.js" */

export function figuresTable() {
  const table = byId("step-figures");
  const head = find(table, "thead tr");
  const body = find(table, "tbody");
  let built = "";
  return {
    /** @param {Entrant[]} entrants @param {Named[]} racers @param {[string, string]} value */
    show(entrants, racers, value) {
      const figures = figuresOf(racers, value);
      const shape = figures.rows.map(({ name, coordinate, wide }) => [name, coordinate, wide]);
      const key = JSON.stringify([figures.columns, entrants.map(({ look }) => look), shape]);
      if (key !== built) {
        built = key;
        head.replaceChildren(corner(), ...figures.columns.map((name, place) => column(name, racers.length > 1 ? entrants[place] : null)));
        body.replaceChildren(...figures.rows.map((row) => rowOf(row, figures.columns.length)));
      }
      figures.rows.forEach(({ cells }, row) =>
        cells.forEach((text, place) => {
          const cell = /** @type {HTMLTableRowElement} */ (body.children[row]).cells[place + 1];
          if (cell.textContent !== text) cell.textContent = text;
        }),
      );
    },
  };
}

function corner() {
  const cell = document.createElement("th");
  cell.scope = "col";
  cell.textContent = "Number";
  return cell;
}

/** @param {string} name @param {Entrant | null} entrant */
function column(name, entrant) {
  const cell = document.createElement("th");
  cell.scope = "col";
  cell.className = "number";
  cell.append(...(entrant ? [swatch(entrant.look), " "] : []), name);
  return cell;
}

/** @param {Figures["rows"][number]} row @param {number} columns */
function rowOf({ symbol, name, coordinate, cells, wide }, columns) {
  const row = document.createElement("tr");
  const head = document.createElement("th");
  const letter = document.createElement("span");
  head.scope = "row";
  letter.className = "symbol";
  letter.append(...symbolParts(symbol));
  head.append(letter, " ", termFor(name), coordinate ? ` · ${coordinate}` : "");
  const places = cells.map(() => {
    const cell = document.createElement("td");
    cell.className = "number";
    if (wide) cell.colSpan = columns;
    return cell;
  });
  row.append(head, ...places);
  return row;
}
