// What the units of each layer put out, as a small histogram for each layer and in words.

import { find } from "../../lib/dom.js";
import { pretty } from "../../lib/number.js";
import { layerWords } from "./words.js";

/** @import { LayerDetails } from "../../types.js" */

/** What an activation puts out at most, where it is bounded on both sides. @type {Record<string, [number, number]>} */
const BOUNDS = { sigmoid: [0, 1], tanh: [-1, 1] };
const SLIM = 0.012; // of the width: a bar is no narrower, or it would not be seen

/**
 * The scale of a layer's histogram: what its units can put out, or what they do.
 *
 * @param {LayerDetails} layer
 * @param {string} activation
 * @param {boolean} hidden
 * @returns {[number, number] | null} null where that is not finite
 */
export function outputScale({ low, high }, activation, hidden) {
  if (low === null || high === null) return null;
  return hidden && activation in BOUNDS ? BOUNDS[activation] : [low, high];
}

/**
 * The bars as an outline in a square of side 1, from its bottom.
 *
 * @param {LayerDetails} layer
 * @param {[number, number]} scale
 */
export function outputBars({ low, high, counts }, [from, to]) {
  const most = Math.max(...counts);
  if (low === null || high === null || !most) return "";
  const span = to - from || 1;
  const start = (low - from) / span;
  const width = (high - low) / span / counts.length;
  const slim = Math.max(width, SLIM);
  return counts
    .map((count, bar) => {
      if (!count) return "";
      const left = Math.max(0, Math.min(1 - slim, start + bar * width - (slim - width) / 2));
      return `M${round(left)},1V${round(1 - count / most)}h${round(slim)}V1Z`;
    })
    .join("");
}

const round = (/** @type {number} */ value) => Number(value.toFixed(4));

/**
 * What a layer's units do: mean and deviation; and which of them no longer learn.
 *
 * @param {LayerDetails} layer
 * @returns {[string, string]}
 */
export function outputWords({ mean, deviation, dead, saturated, units }) {
  const spread = mean === null || deviation === null ? "not finite" : `${pretty(mean, 2)} ± ${pretty(deviation, 2)}`;
  const idle = [
    ...(dead ? [`${dead} of ${units} units dead`] : []),
    ...(saturated ? [`${saturated} of ${units} units saturated`] : []),
  ];
  return [spread, idle.join(", ")];
}

/**
 * Show the layers' outputs in a list of as many rows, the outputs of the network first.
 *
 * @param {HTMLElement} list
 * @param {LayerDetails[]} layers  the hidden ones, then the outputs
 * @param {string} activation
 */
export function showOutputs(list, layers, activation) {
  while (list.childElementCount > layers.length) list.lastElementChild?.remove();
  while (list.childElementCount < layers.length) list.append(emptyRow());
  layers.forEach((layer, place) => {
    const hidden = place < layers.length - 1;
    const row = /** @type {HTMLElement} */ (list.children[layers.length - 1 - place]);
    row.dataset.layer = layerWords(place, layers.length);
    const scale = outputScale(layer, activation, hidden);
    const [spread, idle] = outputWords(layer);
    const gradient = layer.gradient_norm === null ? "not finite" : pretty(layer.gradient_norm, 2);
    find(row, "path").setAttribute("d", scale ? outputBars(layer, scale) : "");
    say(row, ".layer-name", `${layerWords(place, layers.length)}: gradient norm ${gradient}; puts out from `);
    say(row, ".layer-low", scale ? endWords(scale[0]) : "–");
    say(row, ".layer-high", scale ? endWords(scale[1]) : "–");
    say(row, ".layer-spread", spread);
    say(row, ".layer-idle", idle);
  });
}

/** There is little room. @param {number} end */
const endWords = (end) => pretty(end, Math.abs(end) < 1e4 && Math.abs(end) >= 1e-3 ? 2 : 1);

/** @param {Element} row @param {string} selector @param {string} words */
function say(row, selector, words) {
  const place = find(row, selector);
  if (place.textContent !== words) place.textContent = words;
}

function emptyRow() {
  const row = document.createElement("li");
  row.className = "layer-row";
  row.innerHTML =
    '<span class="layer-name sr-only"></span><span class="layer-low"></span><span class="sr-only"> to </span>' +
    '<svg class="layer-bars" viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden="true"><path /></svg>' +
    '<span class="layer-high"></span><span class="sr-only">, mean ± deviation </span>' +
    '<span class="layer-words"><span class="layer-spread"></span> ' +
    '<span class="layer-idle"></span></span>';
  return row;
}
