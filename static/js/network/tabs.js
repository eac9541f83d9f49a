// Which picture of the networks is on show.

import { tablist } from "../lib/tablist.js";

/** @import { App, NetworkTab } from "../types.js" */

const TABS = /** @type {NetworkTab[]} */ (["decisions", "network", "gradients", "weights"]);

/** @param {App} app */
export function mountNetworkTabs({ view }) {
  const show = tablist(TABS, (networkTab) => {
    if (view.get().networkTab !== networkTab) view.set({ ...view.get(), networkTab });
  });
  view.subscribe(({ networkTab }) => show(networkTab));
  show(view.get().networkTab);
}
