// What a person typed, read as a number, or a sentence about what would be right.

import { pretty } from "../lib/number.js";

/** @import { NumberInfo } from "../types.js" */

/** @typedef {Pick<NumberInfo, "label" | "minimum" | "maximum" | "integer" | "zero">} Bound */

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/**
 * @param {Bound} bound
 * @param {string} typed
 * @returns {{ value: number } | { refusal: string }}
 */
export function numberFrom(bound, typed) {
  const text = typed.trim().replace("−", "-");
  if (text === "") return { refusal: `Nothing is typed here. Type ${rangeOf(bound)}.` };
  if (/^[+-]?\d*,\d+$/.test(text)) {
    return { refusal: `“${typed.trim()}” has a comma. Write ${text.replace(",", ".")} with a point.` };
  }
  if (!NUMBER.test(text)) return { refusal: `“${shortened(typed)}” is not a number. Type ${rangeOf(bound)}.` };
  const value = Number(text) || 0; // -0 is 0
  if (bound.integer && !Number.isInteger(value)) {
    return { refusal: `${pretty(value, 6)} is not whole. Type ${rangeOf(bound)}.` };
  }
  if (value > bound.maximum) return { refusal: `${pretty(value, 6)} is too large. Type ${rangeOf(bound)}.` };
  if (value < bound.minimum && !(bound.zero && value === 0)) {
    return { refusal: `${pretty(value, 6)} is too small. Type ${rangeOf(bound)}.` };
  }
  return { value };
}

/** @param {Bound} bound */
function rangeOf({ minimum, maximum, integer, zero }) {
  const also = zero && minimum > 0 ? "0, or " : "";
  const kind = integer ? "a whole number" : "a number";
  return `${also}${kind} from ${pretty(minimum, 4)} to ${pretty(maximum, 17)}`;
}

/** @param {string} typed */
function shortened(typed) {
  const text = typed.trim();
  return text.length > 20 ? `${text.slice(0, 19)}…` : text;
}
