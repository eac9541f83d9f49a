// What the arrows on the map are, and how many times their length they are drawn.

import { byId, find } from "../lib/dom.js";
import { pretty } from "../lib/number.js";
import { swatch } from "../lib/swatch.js";
import { KINDS } from "./overlay_paint.js";

/** @import { Entrant } from "../plots/entrants.js" */
/** @import { Drawn, Kind } from "./geometry.js" */

/** @typedef {{ entrant: Entrant, drawn: Drawn[] | null }} Told  null where the point is not on the picture */

const ORDER = /** @type {Kind[]} */ (["gradient", "momentum", "move"]);

/** @param {boolean} hidden  whether the person wants no arrows @param {() => void} changed */
export function arrowLegend(hidden, changed) {
  const place = byId("step-legend");
  const box = /** @type {HTMLInputElement} */ (byId("step-arrows-on"));
  let written = "";
  box.checked = !hidden;
  box.addEventListener("change", changed);
  return {
    wanted: () => box.checked,
    /** @param {Told[]} told @param {string} lacking  why there is nothing to see */
    show(told, lacking) {
      const lines = told.map(({ drawn }) => factorWords(drawn));
      const key = JSON.stringify([told.map(({ entrant }) => [entrant.name, entrant.look]), lines, lacking, box.checked]);
      if (key === written) return;
      written = key;
      byId("step-arrows").hidden = lacking === "nothing";
      find(place, ".legend-kinds").hidden = !box.checked || told.length === 0;
      find(place, ".legend-factors").replaceChildren(...(box.checked ? told.map(({ entrant }, at) => factorLine(entrant, lines[at])) : []));
      find(place, ".legend-lacking").textContent = box.checked && lacking !== "nothing" ? lacking : "";
    },
  };
}

/**
 * How each arrow is stretched.
 *
 * @param {Drawn[] | null} drawn
 */
export function factorWords(drawn) {
  if (!drawn) return "outside of the map";
  const words = ORDER.map((kind) => {
    const arrow = drawn.find((each) => each.kind === kind);
    if (!arrow) return kind === "momentum" ? "" : `${KINDS[kind].letter}: none`;
    return `${KINDS[kind].letter} ${arrow.factor === 1 ? "true length" : `× ${pretty(arrow.factor)}`}`;
  });
  return words.filter(Boolean).join(" · ");
}

/** @param {Entrant} entrant @param {string} words */
function factorLine({ look, name }, words) {
  const line = document.createElement("p");
  line.append(swatch(look), `${name}: ${words}`);
  return line;
}
