// The colours and sizes of the page as plots need them, and when they change.

import { isDark } from "../lib/looks.js";

/**
 * @typedef {object} Skin
 * @property {boolean} dark
 * @property {number} scale  1, or more on a large screen or a projector
 * @property {string} font
 * @property {string} ink
 * @property {string} quiet
 * @property {string} faint  grid lines
 * @property {string} ground
 * @property {string} halo
 * @property {string} accent
 * @property {string} warn
 * @property {string} low  the colour of low ground
 * @property {string} middle
 * @property {string} high
 * @property {string} contour  the colour of contour lines
 * @property {[string, string, string]} relief  the colours of low, middle and high ground in 3-D
 */

const LARGE = "(min-width: 2200px)"; // where the styles draw everything larger

/** @type {Skin | null} */
let current = null;
/** @type {Set<() => void>} */
const watches = new Set();

/** @returns {Skin} */
export function skin() {
  current ??= read();
  return current;
}

/** Call back when the theme or the size of everything changes. @param {() => void} watch */
export function onSkin(watch) {
  if (!watches.size) begin();
  watches.add(watch);
}

function begin() {
  const changed = () => {
    current = null;
    for (const watch of watches) watch();
  };
  const page = document.documentElement;
  const attributes = { attributeFilter: ["data-theme", "data-projector"], attributeOldValue: true };
  new MutationObserver((records) => {
    // An attribute that is set to what it is counts as changed for the browser, and not for us.
    if (records.some(({ attributeName, oldValue }) => page.getAttribute(attributeName ?? "") !== oldValue)) changed();
  }).observe(page, attributes);
  for (const query of ["(prefers-color-scheme: dark)", LARGE]) matchMedia(query).addEventListener("change", changed);
}

/** @returns {Skin} */
function read() {
  const style = getComputedStyle(document.documentElement);
  const value = (/** @type {string} */ name) => style.getPropertyValue(name).trim();
  return {
    dark: isDark(),
    scale: Number(value("--scale")) || 1,
    font: value("--font"),
    ink: value("--ink"),
    quiet: value("--ink-quiet"),
    faint: value("--line"),
    ground: value("--surface"),
    halo: value("--halo"),
    accent: value("--accent"),
    warn: value("--warn"),
    low: value("--ground-low"),
    middle: value("--ground-middle"),
    high: value("--ground-high"),
    contour: value("--contour"),
    relief: [value("--relief-low"), value("--relief-middle"), value("--relief-high")],
  };
}
