// What the lines, the colours and the marks of a drawn network mean.

import { byId } from "../../lib/dom.js";
import { pretty } from "../../lib/number.js";
import { skin } from "../../plots/skin.js";
import { signColours } from "./paint.js";
import { drawnWords, planeWords } from "./words.js";
import { css, divergingShades, SHADES } from "../answers/palette.js";

/** @import { Whole } from "./scene.js" */
/** @import { Colour } from "../answers/palette.js" */

export function mountLegend() {
  const legend = byId("drawing-legend");
  /** @type {boolean | null} */
  let dark = null;
  const colour = () => {
    if (dark === skin().dark) return;
    dark = skin().dark;
    const { above, below } = signColours(dark);
    const bytes = new Uint8Array(divergingShades(dark).buffer);
    const at = (/** @type {number} */ place) => css(/** @type {Colour} */ ([...bytes.subarray(4 * place, 4 * place + 3)]));
    legend.style.setProperty("--above", above);
    legend.style.setProperty("--below", below);
    legend.style.setProperty("--shades", `${at(0)}, ${at(SHADES / 2)}, ${at(SHADES - 1)}`);
    byId("unit-card").style.setProperty("--above", above);
    byId("unit-card").style.setProperty("--below", below);
  };
  return {
    hide() {
      legend.hidden = true;
    },
    /** @param {Whole} whole */
    show({ scene, drawn, drawing, marked }) {
      legend.hidden = false;
      colour();
      put("drawing-widest", pretty(drawn.widest));
      put("drawing-count", drawnWords(drawn));
      const line = scene.data.plane.kind === "line";
      put("drawing-plane", `${line ? "curves " : ""}${planeWords(scene.data)}`);
      byId("drawing-pictures").classList.toggle("curves-alone", line);
      byId("drawing-pictures").hidden = !drawing.pictures;
      byId("drawing-dead").hidden = !marked.dead;
      byId("drawing-saturated").hidden = !marked.saturated;
    },
  };
}

/** @param {string} id @param {string} words */
function put(id, words) {
  const place = byId(id);
  if (place.textContent !== words) place.textContent = words;
}
