// The one box that explains the word under the pointer, in focus, or tapped. It stays while the
// pointer is on the word or on the box, and goes with Escape, without anything else changing.

import { styled } from "../lib/furnish.js";

const REST = 120; // ms that the pointer rests on a word before it is explained
const GRACE = 250; // ms to come over to the box
const AWAY = 6; // pixels between word and box
const EDGE = 8; // pixels to the edge of the window

const box = document.createElement("div");
box.id = "term-said";
box.className = "term-said";
box.role = "tooltip";
box.popover = "manual";
const ready = styled("terms").catch(() => undefined);
(document.querySelector("main") ?? document.body).append(box);

/** @type {HTMLAnchorElement | null} */
let shown = null;
let timer = 0;

/** @type {Promise<Map<string, { word: string, says: string }>> | null} */
let words = null;

/**
 * @param {HTMLAnchorElement} term  a link to lessons#term-<name>
 * @param {string} kind  of the event that asks for it
 */
export function explain(term, kind) {
  clearTimeout(timer);
  if (kind === "pointerover") timer = window.setTimeout(() => show(term), shown ? 0 : REST);
  else if (kind === "click" || term.matches(":focus-visible")) show(term);
}

/** @param {HTMLAnchorElement} term */
async function show(term) {
  if (shown === term) return;
  hide();
  shown = term;
  const [found] = await Promise.all([meaning(term.hash.slice("#term-".length)), ready]);
  if (shown !== term || !term.isConnected) return;
  const head = document.createElement("b");
  head.textContent = found.word;
  box.replaceChildren(head, ` ${found.says}`);
  term.setAttribute("aria-describedby", box.id);
  box.showPopover();
  place();
}

function hide() {
  clearTimeout(timer);
  shown?.removeAttribute("aria-describedby");
  shown = null;
  if (box.matches(":popover-open")) box.hidePopover();
}

/** Below the word, or above it where there is no room; never over it. */
function place() {
  if (!shown) return;
  const word = shown.getBoundingClientRect();
  const { width, height } = box.getBoundingClientRect();
  if (word.bottom < 0 || word.top > innerHeight) {
    hide();
    return;
  }
  const below = word.bottom + AWAY + height + EDGE <= innerHeight || word.top < height + AWAY + EDGE;
  box.style.top = `${below ? word.bottom + AWAY : word.top - AWAY - height}px`;
  box.style.left = `${Math.max(EDGE, Math.min(word.left, innerWidth - width - EDGE))}px`;
}

/** @param {string} name */
async function meaning(name) {
  words ??= fetched().catch(() => {
    words = null;
    return new Map();
  });
  const known = await words;
  return known.get(name) ?? { word: "", says: "Its meaning did not load. Try again." };
}

async function fetched() {
  const answer = await fetch("api/glossary");
  const { terms } = await answer.json();
  return new Map(terms.map((/** @type {{ name: string, word: string, says: string }} */ term) => [term.name, term]));
}

/** @param {EventTarget | null} place */
const isOn = (place) => place instanceof Node && (box.contains(place) || !!shown?.contains(place));

document.addEventListener("pointerover", ({ target, pointerType }) => {
  if (!shown || pointerType !== "mouse") return;
  if (isOn(target)) clearTimeout(timer);
  else if (!(target instanceof Element && target.closest("a.term"))) leave();
});
document.addEventListener("pointerdown", ({ target }) => {
  if (!isOn(target)) hide();
});
// Also under a pointer that rests there: what has the focus next must be seen.
document.addEventListener("focusout", ({ target }) => {
  if (target === shown) hide();
});
document.addEventListener(
  "keydown",
  (event) => {
    if (event.key !== "Escape" || !shown) return;
    event.stopPropagation();
    event.preventDefault();
    hide();
  },
  true,
);
addEventListener("scroll", place, true);
addEventListener("resize", place);

/** The word in focus stays explained when the pointer goes. */
function leave() {
  clearTimeout(timer);
  timer = window.setTimeout(() => {
    if (document.activeElement !== shown) hide();
  }, GRACE);
}
