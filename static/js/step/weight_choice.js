// Which weight of a network is opened: its layer, and the units at its two ends.

import { byId } from "../lib/dom.js";
import { indexOf, placeOf, within } from "./weight.js";

/** @import { App } from "../types.js" */
/** @import { WeightPlace } from "./weight.js" */

const BIAS = "bias";

/** @param {App} app */
export function weightChoice(app) {
  const [layer, from, to] = ["layer", "from", "to"].map((name) => /** @type {HTMLSelectElement} */ (byId(`step-weight-${name}`)));
  let sizes = /** @type {number[]} */ ([]);
  let built = "";

  const choose = (/** @type {WeightPlace} */ place) =>
    app.view.set({ ...app.view.get(), parameter: indexOf(sizes, within(sizes, place)) });
  const read = () =>
    choose({
      layer: Number(layer.value),
      from: from.value === BIAS ? null : Number(from.value),
      to: Number(to.value),
    });
  for (const select of [layer, from, to]) select.addEventListener("change", read);

  return {
    /** @param {number[]} shape  units of each layer @param {number} parameter */
    show(shape, parameter) {
      sizes = shape;
      const place = placeOf(sizes, parameter);
      const inputs = app.data.get()?.features ?? [];
      const classes = app.data.get()?.classes ?? [];
      const key = JSON.stringify([sizes, place.layer, inputs, classes]);
      if (key !== built) {
        built = key;
        layer.replaceChildren(...sizes.slice(1).map((_, at) => new Option(layerName(sizes, at + 1), String(at + 1))));
        const below = unitNames(sizes, place.layer - 1, inputs, classes);
        from.replaceChildren(...below.map((name, unit) => new Option(name, String(unit))), new Option("bias", BIAS));
        to.replaceChildren(...unitNames(sizes, place.layer, inputs, classes).map((name, unit) => new Option(name, String(unit))));
      }
      layer.value = String(place.layer);
      from.value = place.from === null ? BIAS : String(place.from);
      to.value = String(place.to);
    },
  };
}

/** @param {number[]} sizes @param {number} layer */
const layerName = (sizes, layer) => (layer === sizes.length - 1 ? "to the output" : `to hidden layer ${layer}`);

/** @param {number[]} sizes @param {number} layer @param {string[]} inputs @param {string[]} classes */
function unitNames(sizes, layer, inputs, classes) {
  const count = sizes[layer];
  return Array.from({ length: count }, (_, unit) => {
    if (layer === 0) return inputs.length === count ? inputs[unit] : `input ${unit + 1}`;
    if (layer < sizes.length - 1) return `unit ${unit + 1}`;
    return classes.length === count && count > 1 ? classes[unit] : `output ${unit + 1}`;
  });
}
