// What the parts of a drawn network are called.

import { pretty } from "../../lib/number.js";

/** @import { Data } from "../../types.js" */
/** @import { Drawn } from "./drawn_weights.js" */
/** @import { Trouble } from "./unit_values.js" */

/** @typedef {{ layer: number, unit: number }} Which  layer 0 are the inputs */

/**
 * @param {Data} data
 * @param {number[]} sizes
 * @param {Which} which
 */
export function unitName(data, sizes, { layer, unit }) {
  if (layer === 0) return `input ${data.features[unit]}`;
  if (layer < sizes.length - 1) return `layer ${layer}, unit ${unit + 1}`;
  if (data.task === "regression") return `output ${data.target}`;
  return sizes[layer] === 1 ? "output" : `output ${data.classes[unit]}`;
}

/** What stands beside an output: one line, or two. @param {Data} data @param {number} unit */
export function outputLabel({ task, classes, outputs, target }, unit) {
  if (task === "regression") return [target];
  return outputs === 1 ? [`high: ${classes[1]}`, `low: ${classes[0]}`] : [classes[unit]];
}

/** @param {number} layer @param {number} last @param {number} units */
export const layerName = (layer, last, units) =>
  layer === 0 ? (units === 1 ? "input" : "inputs") : layer < last ? `layer ${layer}` : units === 1 ? "output" : "outputs";

/** @param {Trouble} trouble */
export const troubleWords = (trouble) =>
  trouble === "dead"
    ? "Dead: it puts out 0 for every train row, so no gradient reaches it."
    : trouble === "saturated"
      ? "Saturated: it is nearly flat for most train rows, so it hardly learns."
      : "";

/** "2 of 8 dead"; empty where none is. @param {number} dead @param {number} saturated @param {number} units */
export const countWords = (dead, saturated, units) =>
  dead ? `${dead} of ${units} dead` : saturated ? `${saturated} of ${units} saturated` : "";

/** @param {Drawn} drawn */
export function drawnWords({ shown, all }) {
  const grouped = (/** @type {number} */ count) => count.toLocaleString("en");
  return shown < all ? `the strongest ${grouped(shown)} of ${grouped(all)} weights` : `all ${grouped(all)} weights`;
}

/**
 * What plane the pictures are over.
 *
 * @param {Data} data
 */
export function planeWords({ plane: { kind, names, explained } }) {
  if (kind === "line") return `over ${names[0]}`;
  const [across, up] = names;
  if (kind === "all") return `over ${across} (across) and ${up} (up)`;
  if (kind === "pair") return `over ${across} (across) and ${up} (up), the other features at their mean`;
  const share = explained ? `, ${Math.round(100 * (explained[0] + explained[1]))} % of the variance` : "";
  return `over the data's first component (across) and second (up)${share}`;
}

/** Which step stays on show while the connection is lost. @param {number} drawn */
export const lostWords = (drawn) => `The connection is lost. Step ${drawn} is drawn; other steps wait for the server.`;

/**
 * The network in sentences.
 *
 * @param {string} racer
 * @param {number} step
 * @param {Drawn} drawn
 * @param {{ sizes: number[], heads: string[][] }} drawing
 */
export function networkWords(racer, step, drawn, { sizes, heads }) {
  const layers = sizes.slice(1, -1).map((units, place) => `${units} in layer ${place + 1}`);
  const ends = [0, sizes.length - 1].map((layer) => `${sizes[layer]} ${layerName(layer, sizes.length - 1, sizes[layer])}`);
  const units = [ends[0], ...layers, ends[1]].join(", ");
  const troubles = heads.flatMap(([name, , trouble]) => (trouble ? [` In ${name}, ${trouble}.`] : []));
  return `The network of ${racer} at step ${step}. Units: ${units}. The widest weight is ${pretty(drawn.widest)} in size.${troubles.join("")}`;
}
