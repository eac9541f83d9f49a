// A field for one number, and the sentence beside it when something cannot be taken.

import { editable } from "../lib/number.js";
import { numberFrom } from "./number_text.js";

/** @import { NumberInfo } from "../types.js" */

/**
 * @typedef {object} NumberField
 * @property {(value: number) => void} show
 * @property {(sentence: string | null) => void} refuse what the server says about the value
 */

/**
 * Reports a number when it was typed and can be taken. What cannot be taken stays in the field,
 * with a sentence, until it is corrected or Escape is pressed.
 *
 * @param {HTMLInputElement} input
 * @param {HTMLElement} refusal
 * @param {Pick<NumberInfo, "label" | "minimum" | "maximum" | "integer" | "zero">} bound
 * @param {(value: number) => void} onNumber
 * @param {(notches: number) => void} [onArrow]
 * @returns {NumberField}
 */
export function numberField(input, refusal, bound, onNumber, onArrow) {
  /** @type {number | null} */
  let shown = null;
  /** @type {string | null} */
  let own = null;
  /** @type {string | null} */
  let told = null;

  const say = () => {
    const sentence = own ?? told;
    refusal.textContent = sentence ?? "";
    refusal.hidden = sentence === null;
    if (sentence === null) input.removeAttribute("aria-invalid");
    else input.setAttribute("aria-invalid", "true");
  };
  const restore = () => {
    own = null;
    if (shown !== null) input.value = editable(shown);
    say();
  };
  const take = () => {
    if (shown !== null && input.value === editable(shown)) return restore();
    const read = numberFrom(bound, input.value);
    if ("refusal" in read) {
      own = read.refusal;
      return say();
    }
    shown = read.value;
    restore();
    onNumber(read.value);
  };

  input.addEventListener("change", take);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") take();
    else if (event.key === "Escape" && shown !== null && input.value !== editable(shown)) {
      event.stopPropagation();
      restore();
    } else if (onArrow && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
      event.preventDefault();
      onArrow((event.key === "ArrowUp" ? 1 : -1) * (event.shiftKey ? 10 : 1));
    }
  });
  return {
    show(value) {
      if (value === shown) return;
      shown = value;
      restore();
    },
    refuse(sentence) {
      told = sentence;
      say();
    },
  };
}
