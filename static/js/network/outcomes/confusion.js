// Which classes are taken for which, as a table.

import { counted } from "../counted.js";
import { percent } from "../curves/figures.js";

/**
 * What a row of a confusion matrix says of its class.
 *
 * @param {number[]} row
 * @param {number} place  of the class
 */
export function recallOf(row, place) {
  const all = row.reduce((sum, count) => sum + count, 0);
  return { all, right: row[place], recall: row[place] / all };
}

/** How many examples are taken for what they are. @param {number[][]} matrix */
export function rightOf(matrix) {
  const recalls = matrix.map(recallOf);
  const sum = (/** @type {"all" | "right"} */ what) => recalls.reduce((total, each) => total + each[what], 0);
  return { all: sum("all"), right: sum("right") };
}

/**
 * Fill a table: a row for each class, a column for what it is taken for, and what share is right.
 *
 * @param {HTMLTableElement} table
 * @param {number[][]} matrix
 * @param {string[]} classes
 * @param {string} part  of the data, for the caption
 */
export function fillConfusion(table, matrix, classes, part) {
  const names = matrix.map((_, place) => (classes.length === matrix.length ? classes[place] : String(place)));
  table.replaceChildren();
  table.classList.toggle("upright", names.length > 3 && names.some((name) => name.length > 2));
  table.createCaption().textContent = `Rows: what an example of the ${part} part is. Columns: what it is taken for.`;
  const head = table.createTHead().insertRow();
  head.append(headOf("col", "class"), ...names.map((name) => headOf("col", name)), headOf("col", "right", "share"));
  const body = table.createTBody();
  matrix.forEach((row, place) => {
    const line = body.insertRow();
    const { all, recall } = recallOf(row, place);
    line.append(headOf("row", names[place]));
    row.forEach((count, taken) => {
      const cell = line.insertCell();
      cell.textContent = count ? counted(count) : "·";
      cell.className = taken === place ? "right" : "wrong";
      cell.style.setProperty("--share", String(all ? count / all : 0));
      if (!count) cell.setAttribute("aria-label", "0");
    });
    const share = line.insertCell();
    share.className = "share";
    share.textContent = all ? percent(recall) : "–";
  });
}

/** @param {"row" | "col"} scope @param {string} words @param {string} [kind] */
function headOf(scope, words, kind = "") {
  const head = document.createElement("th");
  const text = document.createElement("span");
  head.scope = scope;
  head.className = kind;
  head.title = text.textContent = words;
  head.append(text);
  return head;
}
