// A unit's incoming or outgoing weights: the strongest first, with bars.

import { pretty } from "../../lib/number.js";

/** @typedef {{ other: number, weight: number }} End */

/**
 * @param {HTMLElement} list
 * @param {(other: number) => void} open  shows the unit at the other end
 * @param {(other: number) => void} weigh  shows how the weight moves
 */
export function weightList(list, open, weigh) {
  /** @type {HTMLElement[]} by the unit at the other end */
  let rows = [];
  list.addEventListener("click", (event) => {
    const button = /** @type {HTMLElement} */ (event.target).closest("button");
    if (button) (button.className === "weight-value" ? weigh : open)(Number(button.dataset.other));
  });
  return {
    /**
     * @param {End[]} ends
     * @param {(other: number) => string} nameOf
     * @param {boolean} sorting  false leaves every row where it is
     */
    show(ends, nameOf, sorting) {
      if (rows.length !== ends.length) {
        rows = ends.map(({ other }) => row(other));
        list.replaceChildren(...rows);
        sorting = true;
      }
      const widest = Math.max(...ends.map(({ weight }) => Math.abs(weight)));
      for (const { other, weight } of ends) fill(rows[other], nameOf(other), weight, widest);
      if (sorting) sort(list, strongestFirst(ends).map(({ other }) => rows[other]));
    },
  };
}

/** @param {End[]} ends */
export const strongestFirst = (ends) =>
  ends.toSorted((one, other) => Math.abs(other.weight) - Math.abs(one.weight) || one.other - other.other);

/** @param {number} other */
function row(other) {
  const made = document.createElement("li");
  const [button, bar, value] = ["button", "span", "button"].map((tag) => document.createElement(tag));
  made.className = "weight-row";
  button.className = "weight-unit";
  for (const each of [button, value]) {
    each.setAttribute("type", "button");
    each.dataset.other = String(other);
  }
  bar.className = "weight-bar";
  value.className = "weight-value";
  value.title = "Open this weight’s step";
  made.append(button, bar, value);
  return made;
}

/** @param {HTMLElement} row @param {string} name @param {number} weight @param {number} widest */
function fill(row, name, weight, widest) {
  const [button, bar, value] = /** @type {HTMLElement[]} */ ([...row.children]);
  if (button.textContent !== name) button.textContent = name;
  bar.classList.toggle("below", weight < 0);
  bar.style.setProperty("--size", String(widest > 0 ? Math.abs(weight) / widest : 0));
  const words = pretty(weight);
  if (value.textContent !== words) value.textContent = words;
}

/** Put rows in order; who has the focus keeps it. @param {HTMLElement} list @param {HTMLElement[]} order */
function sort(list, order) {
  if (order.every((row, place) => list.children[place] === row)) return;
  const focused = /** @type {HTMLElement | null} */ (document.activeElement);
  const inside = list.contains(focused);
  list.replaceChildren(...order);
  if (inside) focused?.focus({ preventScroll: true });
}
