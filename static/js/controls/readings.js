// What is read off the race: curves and outcomes, one step in numbers, or the rates.

import { byId } from "../lib/dom.js";
import { tablist } from "../lib/tablist.js";

/** @import { App, View } from "../types.js" */

const READINGS = /** @type {View["reading"][]} */ (["race", "step", "rates"]);

/**
 * @param {App} app
 * @param {(part: string) => Promise<void>} open  brings in what a tab needs
 */
export function mountReadings({ view }, open) {
  const show = tablist(READINGS, (reading) => {
    if (view.get().reading !== reading) view.set({ ...view.get(), reading });
  });
  const follow = async () => {
    const { reading } = view.get();
    show(reading);
    if (reading === "race") return;
    const state = byId(`${reading}-state`);
    try {
      await open(reading);
      state.textContent = "";
    } catch {
      state.textContent = "This part did not load. Choose its tab again to retry.";
    }
  };
  view.subscribe(follow);
  follow();
}
