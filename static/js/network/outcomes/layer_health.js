// How many units of each layer no longer learn, and how much gradient its weights get.

import { figure } from "../curves/figures.js";
import { shareWords } from "../gradients/words.js";

/** @import { ActivationInfo, LayerDetails } from "../../types.js" */

const ALIKE = 2; // times: layers that differ by less get about as much
const EXPLODED = 1e6; // a gradient beyond is told itself: a share of it says nothing

/**
 * What can be wrong with the units of a hidden layer.
 *
 * @param {LayerDetails} layer
 * @param {Pick<ActivationInfo, "dies" | "saturates">} activation
 */
export function healthWords({ units, dead, saturated }, { dies, saturates }) {
  const told = [
    ...(dies ? [`${dead || "none"} dead`] : []),
    ...(saturates ? [`${saturated || "none"} saturated`] : []),
  ];
  return [`${units} ${units === 1 ? "unit" : "units"}`, ...told].join(", ");
}

/** A layer's name, from 1; the last one puts out the answers. @param {number} place @param {number} layers */
const layerName = (place, layers) => `Layer ${place + 1}${place === layers - 1 ? " (outputs)" : ""}`;

/**
 * How much gradient the layers get: the sizes where training explodes, else a share.
 *
 * @param {Pick<LayerDetails, "gradient_norm">[]} layers
 * @param {number | null} ratio  of the first to the last
 * @param {boolean} last  whether it diverged at the next step
 */
export function gradientWords(layers, ratio, last) {
  const norms = layers.map((layer) => layer.gradient_norm ?? Infinity);
  if (!last && Math.max(...norms) < EXPLODED) return ratioWords(ratio, layers.length);
  const ends = layers.length > 1 ? [0, layers.length - 1] : [0];
  const told = ends.map((place) => {
    const norm = norms[place] < Infinity ? figure(norms[place], norms[place] < EXPLODED ? 2 : 1) : "not finite";
    return `${norm} at ${layerName(place, layers.length).toLowerCase()}`;
  });
  return `The gradient is ${told.join(", ")}.`;
}

/** The first layer's gradient beside the last one's. @param {number | null} ratio @param {number} layers */
export function ratioWords(ratio, layers) {
  if (ratio === null || layers < 2) return "";
  if (ratio === 0) return "No gradient reaches the first layer.";
  if (ratio > 1 / ALIKE && ratio < ALIKE) return "The first layer gets about as much gradient as the last one.";
  return `The first layer gets ${shareWords(ratio)}${ratio < 1 ? " of" : ""} the last one's gradient.`;
}

/**
 * Fill the rows of a table, one for each layer from the first to the outputs.
 *
 * @param {HTMLElement} body
 * @param {LayerDetails[]} layers  the hidden ones, then the outputs
 * @param {Pick<ActivationInfo, "dies" | "saturates">} activation
 */
export function fillHealth(body, layers, activation) {
  body.replaceChildren(
    ...layers.map((layer, place) => {
      const outputs = place === layers.length - 1;
      const row = document.createElement("tr");
      const head = document.createElement("th");
      head.scope = "row";
      head.textContent = layerName(place, layers.length);
      const units = row.insertCell();
      units.append(healthWords(layer, outputs ? { dies: false, saturates: false } : activation));
      if (layer.dead + layer.saturated > 0) units.append(bar(layer));
      const gradient = row.insertCell();
      gradient.className = "number";
      gradient.textContent = layer.gradient_norm === null ? "not finite" : figure(layer.gradient_norm, 2);
      row.prepend(head);
      return row;
    }),
  );
}

/** Shares of the units: dead, saturated, and those that learn. @param {LayerDetails} layer */
function bar({ units, dead, saturated }) {
  const whole = document.createElement("span");
  whole.className = "health";
  whole.ariaHidden = "true";
  for (const [kind, count] of /** @type {[string, number][]} */ ([["dead", dead], ["saturated", saturated]])) {
    const part = document.createElement("span");
    part.className = kind;
    part.style.width = `${(100 * count) / Math.max(1, units)}%`;
    whole.append(part);
  }
  return whole;
}
