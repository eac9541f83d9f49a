// One unit shown large: its picture with the data over it, its weights, and what it makes of its sum.

import { byId } from "../../lib/dom.js";
import { pretty } from "../../lib/number.js";
import { cleared } from "../../plots/canvas.js";
import { weightsOf } from "./drawn_weights.js";
import { pixelsOf } from "./layout.js";
import { planeWords, troubleWords, unitName } from "./words.js";
import { paintPixels, paintUnit } from "./unit_portrait.js";
import { weightList } from "./weight_list.js";

/** @import { ActivationInfo, Data } from "../../types.js" */
/** @import { Skin } from "../../plots/skin.js" */
/** @import { Ends } from "./opened_weight.js" */
/** @import { Which } from "./words.js" */
/** @import { Network } from "./unit_pictures.js" */
/** @import { Health } from "./unit_values.js" */

/**
 * What is known of the network on show.
 *
 * @typedef {object} Scene
 * @property {Data} data
 * @property {number[]} sizes
 * @property {Float32Array} weights
 * @property {Network | null} network  null until the activation is known
 * @property {number | null} bound  of what hidden units put out; null where there is none
 * @property {Health | null} health
 * @property {ActivationInfo | undefined} activation
 * @property {number} threshold  above it the second of two classes is answered
 */

const PICTURE = 208; // CSS pixels, to be scaled
const PIXELS = 120;

/**
 * @param {object} calls
 * @param {(which: Which) => void} calls.open
 * @param {() => void} calls.close
 * @param {(ends: Ends) => void} calls.weigh  shows how a weight moves
 */
export function unitCard({ open, close, weigh }) {
  const card = byId("unit-card");
  const [name, trouble, scale, formula, numbers] = ["name", "trouble", "scale", "formula", "numbers"].map((part) => byId(`unit-${part}`));
  const picture = /** @type {HTMLCanvasElement} */ (byId("unit-picture"));
  const pixels = /** @type {HTMLCanvasElement} */ (byId("unit-pixels"));
  let which = { layer: 0, unit: 0 };
  const into = weightList(
    byId("unit-into"),
    (other) => open({ layer: which.layer - 1, unit: other }),
    (other) => weigh({ layer: which.layer, from: other, to: which.unit }),
  );
  const out = weightList(
    byId("unit-out"),
    (other) => open({ layer: which.layer + 1, unit: other }),
    (other) => weigh({ layer: which.layer + 1, from: which.unit, to: other }),
  );
  byId("unit-close").addEventListener("click", close);

  return {
    /** Show another unit, on the side where it is not itself. @param {Which} next @param {"left" | "right"} side */
    open(next, side) {
      which = next;
      card.dataset.side = side;
      card.hidden = false;
      card.scrollTop = 0;
    },
    focus: () => name.focus({ preventScroll: true }),
    hide() {
      card.hidden = true;
    },
    /** @param {Scene} scene @param {Skin} skin @param {boolean} still  nothing plays: rows may move */
    show(scene, skin, still) {
      const { data, sizes, weights, network } = scene;
      const { layer, unit } = which;
      const nameIn = (/** @type {number} */ at) => (/** @type {number} */ other) =>
        unitName(data, sizes, { layer: at, unit: other });
      put(name, unitName(data, sizes, which));
      const troubled = scene.health?.troubles[layer][unit] ?? "";
      put(trouble, troubleWords(troubled));
      const { incoming, outgoing, bias } = weightsOf(sizes, weights, which);
      byId("unit-into-part").hidden = !incoming.length;
      byId("unit-out-part").hidden = !outgoing.length;
      if (incoming.length) into.show(incoming, nameIn(layer - 1), still);
      if (outgoing.length) out.show(outgoing, nameIn(layer + 1), still);
      showFormula(formula, scene, layer);
      showNumbers(numbers, scene, which, bias);
      if (network) {
        const size = PICTURE * skin.scale;
        const bound = layer > 0 && layer < sizes.length - 1 ? scene.bound : null;
        put(scale, pictureWords(data, paintUnit(cleared(picture, size, size), size, { ...scene, network, which, bound, skin })));
      }
      const image = layer === 1 ? pixelsOf(data.features) : null;
      byId("unit-pixels-part").hidden = !image;
      if (image) {
        const widest = Math.max(...incoming.map(({ weight }) => Math.abs(weight)));
        const size = PIXELS * skin.scale;
        paintPixels(cleared(pixels, size, size), size, image, incoming.map(({ weight }) => weight / (widest || 1)), skin);
        put(byId("unit-pixels-words"), `Its incoming weights, pixel by pixel, from ${pretty(-widest)} to ${pretty(widest)}.`);
      }
    },
  };
}

/** @param {Data} data @param {{ range: number, points: number, rows: number }} drawn */
function pictureWords(data, { range, points, rows }) {
  const many = points < rows ? `${points} of ${rows} train rows` : `the ${rows} train rows`;
  const over = planeWords(data);
  const how = data.plane.kind === "line" ? "drawn" : "coloured";
  if (!range) return `It puts out 0 everywhere ${over}; with ${many}.`;
  return `What it puts out ${over}, ${how} from ${pretty(-range)} to ${pretty(range)}; with ${many}.`;
}

/** @param {HTMLElement} place @param {Scene} scene @param {number} layer */
function showFormula(place, { activation, sizes }, layer) {
  const hidden = layer > 0 && layer < sizes.length - 1;
  const key = hidden && activation ? activation.name : "";
  if (place.dataset.shown === key) return;
  place.dataset.shown = key;
  place.hidden = !key;
  place.innerHTML = key && activation ? `<p>${activation.label} of s, the sum of what comes in</p>${activation.mathml.join("")}` : "";
}

/** @param {HTMLElement} place @param {Scene} scene @param {Which} which @param {number | null} bias */
function showNumbers(place, { data, sizes, health, threshold }, { layer, unit }, bias) {
  /** @type {[string, string][]} */
  const rows = [];
  if (bias !== null) rows.push(["bias", pretty(bias)]);
  if (health) rows.push([layer ? "mean output on the train rows" : "mean on the train rows", pretty(health.means[layer][unit])]);
  if (layer === sizes.length - 1) {
    if (data.task === "regression") rows.push(["1 stands for", `${pretty(data.target_scale.deviation)} in ${data.target}`]);
    else if (data.outputs === 1) rows.push([`answers ${data.classes[1]}`, `above ${pretty(threshold)}`]);
  }
  const key = JSON.stringify(rows);
  if (place.dataset.shown === key) return;
  place.dataset.shown = key;
  place.replaceChildren(
    ...rows.flatMap(([term, words]) => {
      const [dt, dd] = ["dt", "dd"].map((tag) => document.createElement(tag));
      dt.textContent = term;
      dd.textContent = words;
      return [dt, dd];
    }),
  );
}

/** @param {HTMLElement} place @param {string} words */
function put(place, words) {
  if (place.textContent !== words) place.textContent = words;
}
