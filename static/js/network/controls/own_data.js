// The dialog for data of one's own: points placed by hand, or a table. What was made in it stays
// while the page lives.

import { byId } from "../../lib/dom.js";
import { withOwnTable } from "../../spec/network.js";
import { datasetOf } from "../../spec/request.js";
import { ask } from "../../lib/ask.js";
import { pointEditor } from "./point_editor.js";
import { hasTwoClasses } from "./points.js";
import { say } from "./say.js";
import { tableForm } from "./table_form.js";

/** @import { App, NetworkMenus, OwnTable } from "../../types.js" */
/** @import { TableLimits } from "./table_form.js" */

const TABS = /** @type {const} */ (["points", "table"]);

/** @typedef {(typeof TABS)[number]} Tab */

/**
 * @param {App} app
 * @param {NetworkMenus} menus
 */
export function ownData({ spec }, menus) {
  const dialog = /** @type {HTMLDialogElement} */ (byId("own-data"));
  const use = /** @type {HTMLButtonElement} */ (byId("own-use"));
  let tab = /** @type {Tab} */ ("points");
  let used = ""; // the data that were taken last, or are being edited
  const edited = () => say("own-refusal", "");
  const points = pointEditor(menus.limits, edited);
  const check = (/** @type {OwnTable} */ own) => {
    const { network, seed } = spec.get();
    const dataset = datasetOf({ name: "own", parameters: {}, own });
    return ask("api/data", { dataset, test_fraction: network.test_fraction, seed });
  };
  const table = tableForm(/** @type {TableLimits} */ (menus.limits), edited, check);

  const show = (/** @type {Tab} */ next) => {
    tab = next;
    edited();
    for (const each of TABS) {
      const button = byId(`tab-own-${each}`);
      button.ariaSelected = String(each === tab);
      button.tabIndex = each === tab ? 0 : -1;
      byId(`own-${each}`).hidden = each !== tab;
    }
    if (tab === "points") points.paint();
  };
  for (const each of TABS) {
    const button = byId(`tab-own-${each}`);
    const other = each === "points" ? "table" : "points";
    button.addEventListener("click", () => show(each));
    button.addEventListener("keydown", (event) => {
      if (!["ArrowLeft", "ArrowRight", "Home", "End"].includes(event.key)) return;
      event.preventDefault();
      const to = event.key === "Home" ? "points" : event.key === "End" ? "table" : other;
      show(to);
      byId(`tab-own-${to}`).focus();
    });
  }
  use.addEventListener("click", async () => {
    const own = tab === "points" ? points.own() : table.own();
    if ("points" in own && !hasTwoClasses(own.points)) return say("own-refusal", "Place points of two classes.");
    use.disabled = true;
    const { refusal } = await check(own);
    use.disabled = false;
    if (!dialog.open) return;
    if (refusal !== null) return say("own-refusal", refusal);
    used = JSON.stringify(own);
    spec.set(withOwnTable(spec.get(), own));
    dialog.close();
  });

  return {
    /** Show the data that are learned from, where they are one's own, else what was made before. */
    open() {
      const { own } = spec.get().network.dataset;
      if (own && JSON.stringify(own) !== used) {
        used = JSON.stringify(own);
        if ("points" in own) points.load(own.points);
        else table.load(own);
        tab = "points" in own ? "points" : "table";
      }
      if (!dialog.open) dialog.showModal();
      show(tab);
      byId(`tab-own-${tab}`).focus();
    },
    /** @param {File} file */
    read(file) {
      if (!dialog.open) dialog.showModal();
      show("table");
      void table.read(file);
    },
  };
}
