// Where the axis of uneven racers ends: with the shortest, or with the longest.

import { byId, find } from "../../lib/dom.js";
import { endWords } from "./panels.js";

/** @import { LearningPlan } from "./panels.js" */

/** @param {() => void} onChange */
export function mountAxisEnd(onChange) {
  const place = byId("learning-end");
  const button = /** @type {HTMLButtonElement} */ (find(place, "button"));
  let whole = false;
  button.addEventListener("click", () => {
    whole = !whole;
    onChange();
  });
  return {
    /** Whether the person wants to see all of the longest. */
    whole: () => whole,
    /** @param {LearningPlan} plan */
    show({ uneven, across }) {
      place.hidden = !uneven;
      if (!uneven) return;
      const { shortest, longest } = uneven;
      const words = whole ? `to the shortest: ${endWords(shortest)} ${across}` : `to the longest: ${endWords(longest)} ${across}`;
      if (button.textContent !== words) button.textContent = words;
    },
  };
}
