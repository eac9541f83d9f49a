// A weight of the drawn network, opened: the step panel shows how it moves.

import { byId } from "../../lib/dom.js";
import { skin } from "../../plots/skin.js";
import { chosenEntrant } from "../racer_choice.js";
import { placesOf } from "./drawn_weights.js";

/** @import { App } from "../../types.js" */

/** The ends of a weight; `layer` is that of the unit it leads to. @typedef {{ layer: number, from: number, to: number }} Ends */

/**
 * Where a weight lies among all parameters.
 *
 * @param {number[]} sizes
 * @param {Ends} ends
 */
export function parameterAt(sizes, { layer, from, to }) {
  const { first, outputs } = placesOf(sizes)[layer - 1];
  return first + from * outputs + to;
}

/** @param {App} app @param {number[]} sizes @param {Ends} ends */
export function openWeight(app, sizes, ends) {
  const racer = chosenEntrant(app, skin().dark)?.racer;
  const opened = racer ? [racer.id] : [];
  app.view.set({ ...app.view.get(), reading: "step", opened, parameter: parameterAt(sizes, ends) });
  byId("tab-step").scrollIntoView({ block: "nearest" });
}
