// What the arrows on the map are, and how many times their length they are drawn.

import { byId, find } from "../lib/dom.js";
import { pretty } from "../lib/number.js";
import { swatch } from "../lib/swatch.js";
import { KINDS } from "./overlay_paint.js";

/** @import { Entrant } from "../plots/entrants.js" */
/** @import { Drawn, Kind } from "./geometry.js" */

/** @typedef {{ entrant: Entrant, drawn: Drawn[] | null }} Told  null where the point is not on the picture */

const ORDER = /** @type {Kind[]} */ (["gradient", "momentum", "move"]);

/** @param {() => void} changed  the person wants arrows, or no longer */
export function arrowLegend(changed) {
  const place = byId("step-legend");
  const box = /** @type {HTMLInputElement} */ (byId("step-arrows-on"));
  let written = "";
  box.addEventListener("change", changed);
  return {
    wanted: () => box.checked,
    /** @param {Told[]} told @param {boolean} plane  of weights @param {string} note */
    show(told, plane, note) {
      const lines = told.map(({ drawn }) => factorWords(drawn));
      const wanted = box.checked;
      const key = JSON.stringify([told.map(({ entrant }) => [entrant.name, entrant.look]), lines, plane, note, wanted]);
      if (key === written) return;
      written = key;
      find(byId("step-arrows"), ".arrows-where").textContent = plane ? "Arrows in the weights’ plane" : "Arrows on the map";
      find(place, ".legend-kinds").hidden = !wanted || told.length === 0;
      find(place, ".legend-momentum").hidden = !told.some(({ drawn }) => drawn?.some(({ kind }) => kind === "momentum"));
      find(place, ".legend-curvature").hidden = plane;
      find(place, ".legend-factors").replaceChildren(...(wanted ? told.map(({ entrant }, at) => factorLine(entrant, lines[at])) : []));
      find(place, ".legend-lacking").textContent = wanted ? note : "";
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
