// 2-D and 3-D. The relief is loaded when it is first asked for.

import { byId } from "../lib/dom.js";
import { tablist } from "../lib/tablist.js";

/** @import { App, View } from "../types.js" */

const TABS = /** @type {const} */ (["2d", "3d"]);

/** @param {App} app */
export function mountTabs(app) {
  let loading = false;
  const choose = (/** @type {View["tab"]} */ tab) => {
    if (app.view.get().tab !== tab) app.view.set({ ...app.view.get(), tab });
  };
  const mark = tablist(TABS, choose);
  const show = () => {
    const { tab } = app.view.get();
    mark(tab);
    byId("stage").dataset.tab = tab;
    if (tab === "3d" && !loading) {
      loading = true;
      open();
    }
  };
  const open = async () => {
    if (!hasWebGL()) {
      byId("map-state").textContent = "This browser has no WebGL, which the 3-D view needs. Here is the map.";
      byId("map-state").dataset.kind = "partial";
      byId("tab-3d").setAttribute("aria-disabled", "true");
      loading = false;
      choose("2d");
      return;
    }
    byId("relief-state").textContent = "Building the surface…";
    try {
      const { mountView3d } = await import("./view3d.js");
      mountView3d(app);
    } catch {
      loading = false;
      byId("relief-state").textContent = "The 3-D view did not load. Choose 3-D again to retry.";
    }
  };
  app.view.subscribe(show);
  show();
}

function hasWebGL() {
  const canvas = document.createElement("canvas");
  return Boolean(canvas.getContext("webgl2") ?? canvas.getContext("webgl"));
}
