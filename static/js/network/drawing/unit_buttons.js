// A button over each drawn unit. One of them is in the order of tabs; arrow keys lead to the others.

import { neighbour } from "./layout.js";

/** @import { DrawingPlan } from "./layout.js" */
/** @import { Which } from "./words.js" */

/**
 * @param {HTMLElement} place
 * @param {{ open: (which: Which) => void, point: (which: Which | null) => void }} calls
 */
export function unitButtons(place, { open, point }) {
  /** @type {DrawingPlan | null} */
  let plan = null;
  /** @type {HTMLButtonElement[][]} */
  let buttons = [];
  let current = { layer: 1, unit: 0 };

  const whichOf = (/** @type {EventTarget | null} */ target) => {
    const { layer, unit } = /** @type {HTMLElement} */ (target).dataset;
    return layer === undefined ? null : { layer: Number(layer), unit: Number(unit) };
  };
  const enter = (/** @type {Which} */ which) => {
    buttons[current.layer]?.[current.unit]?.setAttribute("tabindex", "-1");
    current = which;
    buttons[which.layer][which.unit].tabIndex = 0;
  };
  place.addEventListener("click", (event) => {
    const which = whichOf(event.target);
    if (which) open(which);
  });
  place.addEventListener("focusin", (event) => {
    const which = whichOf(event.target);
    if (!which) return;
    enter(which);
    if (buttons[which.layer][which.unit].matches(":focus-visible")) point(which);
  });
  place.addEventListener("focusout", () => point(null));
  place.addEventListener("keydown", (event) => {
    const from = whichOf(event.target);
    if (!plan || !from || !event.key.startsWith("Arrow") || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    const to = neighbour(plan, from, event.key);
    if (to) buttons[to.layer][to.unit].focus();
  });

  return {
    whichOf,
    /** @param {Which} which */
    focus: ({ layer, unit }) => buttons[layer]?.[unit]?.focus(),
    /**
     * Buttons where the units are.
     *
     * @param {DrawingPlan} next
     * @param {(which: Which) => string} nameOf
     */
    arrange(next, nameOf) {
      const same = plan && plan.layers.map(({ units }) => units.length).join() === next.layers.map(({ units }) => units.length).join();
      plan = next;
      if (!same) {
        buttons = next.layers.map(({ units }, layer) => units.map((_, unit) => made(layer, unit)));
        place.replaceChildren(...buttons.flat());
        const layer = Math.min(current.layer, buttons.length - 1);
        enter({ layer, unit: Math.min(current.unit, buttons[layer].length - 1) });
      }
      next.layers.forEach(({ units, node }, layer) =>
        units.forEach(({ x, y }, unit) => {
          const { style } = buttons[layer][unit];
          style.width = style.height = `${node}px`;
          style.left = `${x - node / 2}px`;
          style.top = `${y - node / 2}px`;
        }),
      );
      this.name(nameOf);
    },
    /** @param {(which: Which) => string} nameOf */
    name(nameOf) {
      buttons.forEach((layer, place) =>
        layer.forEach((button, unit) => {
          const name = nameOf({ layer: place, unit });
          if (button.ariaLabel !== name) button.ariaLabel = name;
        }),
      );
    },
  };
}

/** @param {number} layer @param {number} unit */
function made(layer, unit) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "unit";
  button.tabIndex = -1;
  button.dataset.layer = String(layer);
  button.dataset.unit = String(unit);
  button.setAttribute("aria-haspopup", "dialog");
  return button;
}
