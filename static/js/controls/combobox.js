// A menu that can be typed into. Each entry shows one line about itself.

import { find } from "../lib/dom.js";

/** `again`: it means something also where it is chosen already. @typedef {{ name: string, label: string, summary: string, again?: boolean }} Option */

/**
 * @typedef {object} Combobox
 * @property {(name: string) => void} show
 * @property {HTMLInputElement} input
 */

const GAP = 4; // pixels between the field and its list
const LEAST_HEIGHT = 160; // pixels of a list below the field; with less room it opens above

/**
 * @param {HTMLElement} element made by the `combobox` macro
 * @param {string} id unique on the page
 * @param {Option[]} options
 * @param {(name: string) => void} onChoice
 * @returns {Combobox}
 */
export function combobox(element, id, options, onChoice) {
  /** @type {HTMLInputElement} */
  const input = find(element, "input");
  const list = find(element, "[role=listbox]");
  input.id = id;
  list.id = `${id}-list`;
  input.setAttribute("aria-controls", list.id);
  // On a touch screen the first tap shows the list alone; a tap on the open field brings the keys.
  if (matchMedia("(pointer: coarse)").matches) input.inputMode = "none";

  let chosen = options[0];
  let offered = options;
  let active = -1;
  const isOpen = () => !list.hidden;

  const point = (/** @type {number} */ next) => {
    active = next;
    [...list.children].forEach((item, place) => item.classList.toggle("active", place === active));
    const item = list.children[active];
    if (item) {
      input.setAttribute("aria-activedescendant", item.id);
      item.scrollIntoView({ block: "nearest" });
    } else {
      input.removeAttribute("aria-activedescendant");
    }
  };
  const fill = (/** @type {Option[]} */ next) => {
    offered = next;
    list.replaceChildren(...next.map((option) => item(`${id}-${option.name}`, option, option === chosen)));
    if (!next.length) list.append(emptyItem());
  };
  const open = () => {
    if (isOpen()) return;
    fill(options);
    list.hidden = false;
    input.ariaExpanded = "true";
    place();
    point(options.indexOf(chosen));
    for (const event of ["scroll", "resize"]) addEventListener(event, place, true);
  };
  const close = () => {
    if (!isOpen()) return;
    list.hidden = true;
    list.replaceChildren();
    input.ariaExpanded = "false";
    if (input.inputMode) input.inputMode = "none";
    point(-1);
    for (const event of ["scroll", "resize"]) removeEventListener(event, place, true);
  };
  const cancel = () => {
    close();
    input.value = chosen.label;
  };
  const choose = (/** @type {Option | undefined} */ option) => {
    if (!option) return;
    const other = option !== chosen;
    chosen = option;
    cancel();
    if (other || option.again) onChoice(option.name);
    input.select(); // the next letter begins another word
  };
  function place() {
    const field = input.getBoundingClientRect();
    const view = visualViewport;
    const bottom = (view?.offsetTop ?? 0) + (view?.height ?? innerHeight);
    const below = bottom - field.bottom - 2 * GAP;
    const above = field.top - 2 * GAP;
    const up = below < LEAST_HEIGHT && above > below;
    const width = Math.max(field.width, Math.min(320, innerWidth - 2 * GAP));
    const left = Math.max(GAP, Math.min(field.left, innerWidth - width - GAP));
    list.style.setProperty("--left", `${left}px`);
    list.style.setProperty("--width", `${width}px`);
    list.style.setProperty("--room", `${up ? above : below}px`);
    list.style.setProperty("--top", up ? "auto" : `${field.bottom + GAP}px`);
    list.style.setProperty("--bottom", up ? `${innerHeight - field.top + GAP}px` : "auto");
  }

  input.addEventListener("click", () => {
    if (isOpen() && input.inputMode === "none") input.inputMode = "search";
    open();
    input.select();
  });
  input.addEventListener("input", () => {
    open();
    fill(matching(options, input.value));
    point(offered.length ? 0 : -1);
  });
  input.addEventListener("blur", cancel);
  input.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey) return;
    const act = keys[event.key];
    if (!act || (!isOpen() && !OPENING.has(event.key))) return;
    event.preventDefault();
    event.stopPropagation();
    if (!isOpen()) open();
    else act();
  });
  list.addEventListener("pointerdown", (event) => event.preventDefault()); // keeps the focus in the field
  list.addEventListener("click", (event) => {
    const pressed = /** @type {Element} */ (event.target).closest("[role=option]");
    choose(offered[[...list.children].indexOf(/** @type {Element} */ (pressed))]);
  });

  /** @type {Record<string, () => void>} */
  const keys = {
    ArrowDown: () => point((active + 1) % offered.length),
    ArrowUp: () => point((active - 1 + offered.length) % offered.length),
    PageDown: () => point(Math.min(active + 5, offered.length - 1)),
    PageUp: () => point(Math.max(active - 5, 0)),
    Enter: () => choose(offered[active]),
    Escape: cancel,
  };
  return {
    input,
    show(name) {
      const next = options.find((option) => option.name === name);
      if (!next || (next === chosen && input.value)) return;
      chosen = next;
      if (!isOpen()) input.value = next.label;
    },
  };
}

const OPENING = new Set(["ArrowDown", "ArrowUp", "Enter"]);

/**
 * The options that a person may mean: those whose label begins with what was typed first, then
 * those with a word that does, then those that hold it anywhere.
 *
 * @template {Option} T
 * @param {T[]} options
 * @param {string} typed
 * @returns {T[]}
 */
export function matching(options, typed) {
  const text = plain(typed.trim());
  const rank = (/** @type {T} */ { label, summary }) => {
    const name = plain(label);
    if (name.startsWith(text)) return 0;
    if (name.split(" ").some((word) => word.startsWith(text))) return 1;
    if (name.includes(text) || name.replaceAll(" ", "").includes(text.replaceAll(" ", ""))) return 2;
    return plain(summary).includes(text) ? 3 : 4;
  };
  return options
    .map((option) => ({ option, rank: rank(option) }))
    .filter((ranked) => ranked.rank < 4)
    .sort((a, b) => a.rank - b.rank)
    .map(({ option }) => option);
}

/** Lower case, with one space for every dash. @param {string} text */
const plain = (text) => text.toLowerCase().replace(/[-–—_\s]+/g, " ");

/** @param {string} id @param {Option} option @param {boolean} selected */
function item(id, option, selected) {
  const element = document.createElement("li");
  element.id = id;
  element.role = "option";
  element.ariaSelected = String(selected);
  const label = document.createElement("span");
  label.className = "option-label";
  label.textContent = option.label;
  const summary = document.createElement("span");
  summary.className = "option-summary";
  summary.textContent = option.summary;
  element.append(label, " ", summary);
  return element;
}

function emptyItem() {
  const element = document.createElement("li");
  element.role = "option";
  element.ariaDisabled = "true";
  element.className = "option-none";
  element.textContent = "Nothing is called that. Escape shows all again.";
  return element;
}
