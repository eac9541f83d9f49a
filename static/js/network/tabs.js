// Which picture of the networks is on show.

import { byId } from "../lib/dom.js";

/** @import { App, NetworkTab } from "../types.js" */

const TABS = /** @type {NetworkTab[]} */ (["decisions", "network", "gradients", "weights"]);

/** @param {App} app */
export function mountNetworkTabs({ view }) {
  const choose = (/** @type {NetworkTab} */ networkTab) => {
    if (view.get().networkTab !== networkTab) view.set({ ...view.get(), networkTab });
  };
  const show = () => {
    const { networkTab } = view.get();
    for (const tab of TABS) {
      const button = byId(`tab-${tab}`);
      button.setAttribute("aria-selected", String(tab === networkTab));
      button.tabIndex = tab === networkTab ? 0 : -1;
      byId(`panel-${tab}`).hidden = tab !== networkTab;
    }
  };
  for (const [place, tab] of TABS.entries()) {
    const button = byId(`tab-${tab}`);
    button.addEventListener("click", () => choose(tab));
    button.addEventListener("keydown", (event) => {
      const to = { ArrowLeft: place - 1, ArrowRight: place + 1, Home: 0, End: -1 }[event.key];
      if (to === undefined) return;
      event.preventDefault();
      event.stopPropagation();
      const next = TABS.at(to % TABS.length) ?? TABS[0];
      choose(next);
      byId(`tab-${next}`).focus();
    });
  }
  view.subscribe(show);
  show();
}
