// How many examples a step sees: from one to all of them.

import { sliders } from "../../controls/sliders.js";
import { copyOf, find } from "../../lib/dom.js";
import { batchInWords, batchNumber } from "./numbers.js";

const USUAL_ROWS = 350; // until it is known how many there are

/**
 * @param {string} id  unique on the page
 * @param {number} most  that is accepted
 * @param {(batch: number | null) => void} onBatch  null is the full batch
 */
export function batchSize(id, most, onBatch) {
  const element = copyOf("batch-template");
  let all = USUAL_ROWS;
  const take = (/** @type {number} */ batch) => onBatch(batch >= all ? null : batch);
  const slider = sliders(find(element, ".batch-slider"), id, (_, batch) => take(batch));
  const one = find(element, ".one");
  const full = find(element, ".full");
  one.ariaLabel = "One example a step";
  full.ariaLabel = "Full batch";
  one.addEventListener("click", () => take(1));
  full.addEventListener("click", () => onBatch(null));

  return {
    element,
    /** @param {number | null} batch @param {number | null} rows  of the train part */
    show(batch, rows) {
      all = rows ?? USUAL_ROWS;
      const value = batch ?? all;
      slider.show(String(all), [batchNumber(all, most)], ({ default: usual }) => ({
        value,
        fallback: Math.min(value, usual) === all ? value : usual, // what is beyond all of them is all of them
      }));
      one.ariaPressed = String(batch === 1);
      full.ariaPressed = String(batch === null || batch >= all);
      find(element, ".batch-words").textContent = batchInWords(batch, rows);
    },
    /** @param {string | null} sentence */
    refuse: (sentence) => slider.refuse(() => sentence),
  };
}
