import { copyOf } from "../lib/dom.js";

/**
 * Show a formula that the page holds as a template. One that is wider than its place can be
 * scrolled, also from the keyboard.
 *
 * @param {HTMLElement} place
 * @param {string} id
 */
export function showFormula(place, id) {
  const formula = copyOf(id);
  place.replaceChildren(formula);
  widthWatched(formula);
}

/** Let a formula be scrolled, also from the keyboard, while it is wider than its place. @param {HTMLElement} formula */
export const widthWatched = (formula) => sizes.observe(formula);

const sizes = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    const wide = target.scrollWidth > target.clientWidth + 1;
    if (wide) target.setAttribute("tabindex", "0");
    else target.removeAttribute("tabindex");
    target.role = wide ? "group" : null;
    target.ariaLabel = wide ? "Formula, wider than its place" : null;
    target.classList.toggle("wide", wide);
  }
});
