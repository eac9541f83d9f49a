import { copyOf, find } from "../lib/dom.js";
import { pretty, superscript } from "../lib/number.js";
import { termFor } from "../lib/terms.js";
import { numberField } from "./number_field.js";
import { TRACK, labelledTicks, positionOf, snapped, stepped } from "./scale.js";

/** @import { NumberInfo } from "../types.js" */

/** `tested` says with what `good` was found, where that matters. @typedef {{ value: number, fallback?: number, good?: number | null, tested?: string }} SliderState */

/**
 * @typedef {object} Slider
 * @property {HTMLElement} element
 * @property {(state: SliderState) => void} show
 * @property {(sentence: string | null) => void} refuse
 */

const WORD_ROOM = 130; // positions that a tick's word takes

/**
 * A labelled track and a number field for one value. It reports each value as the person drags.
 *
 * @param {string} id unique on the page
 * @param {NumberInfo} number
 * @param {(value: number) => void} onValue
 * @returns {Slider}
 */
export function slider(id, number, onValue) {
  const element = copyOf("slider-template");
  /** @type {HTMLInputElement} */
  const range = find(element, "input[type=range]");
  /** @type {HTMLInputElement} */
  const text = find(element, "input[type=text]");
  const refusal = find(element, ".refusal");
  /** @type {HTMLButtonElement} */
  const reset = find(element, ".reset");
  /** @type {HTMLButtonElement} */
  const mark = find(element, ".good-mark");
  let value = number.default;
  let fallback = number.default;
  /** @type {number | null} */
  let good = null;

  name(element, id, number);
  range.max = String(TRACK);
  if (number.integer) text.inputMode = "numeric";
  drawTicks(element, number);

  const marks = () => {
    const ticks = number.zero ? [0, ...number.ticks] : number.ticks;
    return good === null ? ticks : [...ticks, good];
  };
  const paint = () => {
    const position = positionOf(number, value);
    range.valueAsNumber = position;
    range.ariaValueText = spoken(number, value);
    element.style.setProperty("--at", String(position / TRACK));
    element.classList.toggle("changed", value !== fallback);
    reset.title = `Back to ${pretty(fallback, 4)}`;
    reset.ariaLabel = `${number.label}: back to ${pretty(fallback, 4)}`;
    field.show(value);
  };
  const take = (/** @type {number} */ next) => {
    const moved = next !== value;
    value = next;
    paint();
    if (moved) onValue(next);
  };
  const field = numberField(text, refusal, number, take, (notches) =>
    take(stepped(number, value, notches, marks())),
  );

  range.addEventListener("input", () => take(snapped(number, range.valueAsNumber, marks())));
  range.addEventListener("dblclick", () => take(fallback));
  range.addEventListener("keydown", (event) => {
    const next = keyed(event, number, value, fallback, marks());
    if (next === null) return;
    event.preventDefault();
    take(next);
  });
  reset.addEventListener("click", () => {
    range.focus({ preventScroll: true });
    take(fallback);
  });
  mark.addEventListener("click", () => {
    if (good !== null) take(good);
  });

  return {
    element,
    show(state) {
      value = state.value;
      fallback = state.fallback ?? number.default;
      good = state.good ?? null;
      drawMark(element, mark, number, good, state.tested);
      paint();
    },
    refuse: field.refuse,
  };
}

/** @param {HTMLElement} element @param {string} id @param {NumberInfo} number */
function name(element, id, { symbol, label, help }) {
  const word = find(element, ".slider-label");
  find(word, ".symbol").textContent = symbol;
  find(word, ".word").replaceChildren(termFor(label));
  word.title = help;
  word.setAttribute("for", `${id}-track`);
  const told = find(element, ".help");
  told.textContent = help;
  told.id = `${id}-help`;
  find(element, ".refusal").id = `${id}-refusal`;
  const range = find(element, "input[type=range]");
  range.id = `${id}-track`;
  range.setAttribute("aria-describedby", `${id}-help ${id}-refusal`);
  const text = find(element, "input[type=text]");
  text.id = id;
  text.ariaLabel = `${label}, number`;
  text.setAttribute("aria-describedby", `${id}-refusal`);
}

/** @param {HTMLElement} element @param {NumberInfo} number */
function drawTicks(element, number) {
  const strip = find(element, ".ticks");
  const all = number.zero ? [0, ...number.ticks] : number.ticks;
  const labelled = new Set(labelledTicks(number, WORD_ROOM));
  for (const value of all) {
    const tick = document.createElement("span");
    tick.className = "tick";
    const at = positionOf(number, value) / TRACK;
    tick.style.setProperty("--at", String(at));
    tick.classList.toggle("leftmost", at < 0.03 && value !== 0);
    tick.classList.toggle("rightmost", at > 0.97);
    if (labelled.has(value)) tick.textContent = tickWord(number, value);
    strip.append(tick);
  }
  element.classList.toggle("unmarked", all.length === 0);
}

/** @param {HTMLElement} element @param {HTMLButtonElement} mark @param {NumberInfo} number @param {number | null} good @param {string} [tested] */
function drawMark(element, mark, number, good, tested = "") {
  mark.hidden = good === null;
  element.classList.toggle("marked", good !== null);
  if (good === null) return;
  const at = positionOf(number, good) / TRACK;
  mark.style.setProperty("--at", String(at));
  mark.classList.toggle("leftwards", at > 0.6);
  mark.title = `${pretty(good)} works well here${tested}. Press to take it.`;
  mark.ariaLabel = `${number.label}: take ${pretty(good)}, which works well here${tested}`;
}

/** What a screen reader says. @param {NumberInfo} number @param {number} value */
function spoken({ track: [least, most] }, value) {
  const beyond = (value !== 0 && value < least) || value > most;
  return beyond ? `${pretty(value, 4)}, beyond the track` : pretty(value, 4);
}

/** @param {NumberInfo} number @param {number} value */
function tickWord({ scale, integer }, value) {
  if (integer) return value.toLocaleString("en");
  if (scale === "one_minus_log") return String(value).replace(/^0\./, ".");
  const tens = Math.log10(value);
  return value && Number.isInteger(tens) && Math.abs(tens) > 2 ? `10${superscript(tens)}` : pretty(value);
}

/**
 * The value that a key on the track leads to, or null where the key means nothing here.
 *
 * @param {KeyboardEvent} event
 * @param {NumberInfo} number
 * @param {number} value
 * @param {number} fallback
 * @param {number[]} marks
 */
function keyed(event, number, value, fallback, marks) {
  if (event.ctrlKey || event.metaKey || event.altKey) return null;
  const [least, most] = number.track;
  const by = event.shiftKey ? 10 : 1;
  switch (event.key) {
    case "ArrowRight":
    case "ArrowUp":
      return stepped(number, value, by, marks);
    case "ArrowLeft":
    case "ArrowDown":
      return stepped(number, value, -by, marks);
    case "PageUp":
      return stepped(number, value, 10, marks);
    case "PageDown":
      return stepped(number, value, -10, marks);
    case "Home":
      return number.zero ? 0 : least;
    case "End":
      return most;
    case "Backspace":
    case "Delete":
      return fallback;
    default:
      return null;
  }
}
