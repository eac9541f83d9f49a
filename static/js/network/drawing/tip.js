// The words at the unit or the line under the pointer.

import { pretty } from "../../lib/number.js";
import { troubleWords, unitName } from "./words.js";
import { weightsOf } from "./drawn_weights.js";

/** @import { Pointed } from "./paint.js" */
/** @import { Whole } from "./scene.js" */
/** @import { Which } from "./words.js" */

const APART = 6; // CSS pixels from what is told of

/**
 * @param {HTMLElement} tip
 * @param {HTMLElement} scroll  within which it has to be seen
 */
export function drawingTip(tip, scroll) {
  /** @param {string[]} words @param {{ x: number, y: number, away: number }} at */
  const put = (words, { x, y, away }) => {
    const text = words.join("\n");
    if (tip.textContent !== text) tip.textContent = text;
    const [wide, high] = [tip.offsetWidth, tip.offsetHeight];
    const farthest = scroll.scrollLeft + scroll.clientWidth - wide;
    const left = Math.max(Math.min(x - wide / 2, farthest), scroll.scrollLeft);
    const above = y - away - APART - high;
    tip.style.transform = `translate(${left}px, ${above >= 0 ? above : y + away + APART}px)`;
  };
  return {
    /** @param {Whole} whole @param {Pointed} pointed */
    show({ drawing: { plan }, scene }, { unit, connection }) {
      tip.hidden = !unit && !connection;
      if (unit) {
        const { units, node } = plan.layers[unit.layer];
        put(unitLines(scene, unit), { ...units[unit.unit], away: node / 2 });
      } else if (connection) {
        const { layer, from, to, weight } = connection;
        const [one, other] = [plan.layers[layer].units[from], plan.layers[layer + 1].units[to]];
        const nameOf = (/** @type {Which} */ which) => unitName(scene.data, scene.sizes, which);
        const ends = `${nameOf({ layer, unit: from })} → ${nameOf({ layer: layer + 1, unit: to })}`;
        put([`weight ${pretty(weight)}`, ends], { x: (one.x + other.x) / 2, y: (one.y + other.y) / 2, away: 8 });
      }
    },
  };
}

/** @param {Whole["scene"]} scene @param {Which} which */
function unitLines({ data, sizes, weights, health }, which) {
  const { bias } = weightsOf(sizes, weights, which);
  const mean = health?.means[which.layer][which.unit];
  const trouble = troubleWords(health?.troubles[which.layer][which.unit] ?? "");
  return [
    unitName(data, sizes, which),
    ...(bias === null ? [] : [`bias ${pretty(bias)}`]),
    ...(mean === undefined ? [] : [`mean ${which.layer ? "output " : ""}${pretty(mean)}`]),
    ...(trouble ? [trouble.split(":")[0].toLowerCase()] : []),
  ];
}
