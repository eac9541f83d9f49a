// What the networks answer at the place that is pointed at, in words.

import { byId } from "../../lib/dom.js";
import { entrants } from "../../plots/entrants.js";
import { answerOf } from "../answers/answers.js";
import { answerWords, placeWords } from "./words.js";
import { responses } from "../answers/forward.js";

/** @import { App } from "../../types.js" */
/** @import { Place } from "./cross.js" */
/** @import { Trained } from "./paint.js" */
/** @import { Stage } from "./scene.js" */
/** @import { Picture } from "./picture.js" */

const QUIET = 500; // ms without a move until it is said to those who hear the page

/**
 * @param {App} app
 * @param {object} shown
 * @param {() => Stage | null} shown.stage
 * @param {Map<string, Picture>} shown.pictures
 * @param {(id: string) => Trained | null} shown.trained
 * @param {() => void} shown.left  nothing is pointed at any more
 */
export function pointed(app, { stage, pictures, trained, left }) {
  let later = 0;
  let told = false;

  /** The place on the plane, and what each racer's network answers there. @param {Place} place */
  const heard = ({ x, y }) => {
    const now = stage();
    if (!now) return null;
    const { data, inks: { sense } } = now;
    const [across, up] = data.plane.range;
    const u = across[0] + x * (across[1] - across[0]);
    const v = up[1] - y * (up[1] - up[0]);
    const answers = entrants(app, false).map(({ racer: { id }, name }) => {
      const network = trained(id);
      const found = network && responses(network.net, network.table, Float32Array.of(u), Float32Array.of(v)).outputs;
      return { id, name, words: found ? answerWords(sense, answerOf(sense, found)) : "" };
    });
    return { where: placeWords(data, u, v), answers };
  };

  /** @param {Place | null} place @param {HTMLElement | null} plot @param {boolean} byKey */
  return (place, plot, byKey) => {
    if (byKey || !place) clearTimeout(later);
    const found = place && heard(place);
    if (!found) {
      if (told) byId("network-readout").textContent = "";
      told = false;
      left();
      return;
    }
    const { where, answers } = found;
    for (const { id, words } of answers) pictures.get(id)?.say(words, true);
    const said = answers.filter(({ words }) => words);
    const all = said.map(({ name, words }) => `${name}: ${words}`);
    const here = said.find(({ id }) => plot && pictures.get(id)?.plot === plot);
    byId("network-readout").textContent = [where, here?.words ?? all.join(" · ")].filter(Boolean).join(" → ");
    told = true;
    if (!byKey) return;
    later = window.setTimeout(() => (byId("network-words").textContent = `${where}. ${all.join("; ")}.`), QUIET);
  };
}
