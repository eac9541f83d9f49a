import { byId } from "../lib/dom.js";
import { furnish } from "../lib/furnish.js";
import { remember, remembered } from "./memory.js";

/** Show the keys. Escape, the cross and a press beside the sheet close it. */
export function openHelp() {
  const dialog = /** @type {HTMLDialogElement} */ (byId("help"));
  if (!dialog.open) dialog.showModal();
  if (!byId("help-words").hasChildNodes()) furnish("glossary").catch(() => undefined);
}

export function mountHelp() {
  const dialog = /** @type {HTMLDialogElement} */ (byId("help"));
  const keys = /** @type {HTMLInputElement} */ (byId("keys-on"));
  byId("help-open").addEventListener("click", openHelp);
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  byId("forget-all").addEventListener("click", async () => {
    const said = await import("../offline/forget.js").then(({ forgetAll }) => forgetAll()).then(
      () => "Forgotten.",
      () => "That did not work. Press again.",
    );
    byId("forgotten").textContent = said;
  });
  keys.checked = remembered("keys") !== "off";
  keys.addEventListener("change", () => remember("keys", keys.checked ? "on" : "off"));
}
