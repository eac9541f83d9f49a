// The race as a program: a dialog with a language, a racer or all, and the text to take away.

import { remember, remembered } from "../controls/memory.js";
import { copyText } from "../lib/clipboard.js";
import { byId, find } from "../lib/dom.js";
import { entrants } from "../plots/entrants.js";
import { requestOf } from "../spec/request.js";
import { fileName } from "./file_name.js";
import { coloured } from "./paint.js";

/** @import { App } from "../types.js" */

/** @typedef {{ language: string, program: string, notes: string[] }} Written */

const LANGUAGES = ["numpy", "pytorch", "optax", "keras"];
const ALL = ""; // the value of the choice "all racers"
const SAID_FOR = 1600; // milliseconds that "Copied" is shown

/** Open the dialog now, and whenever its button is pressed. @param {App} app */
export async function mountCode(app) {
  const dialog = /** @type {HTMLDialogElement} */ (byId("code"));
  const racer = /** @type {HTMLSelectElement} */ (byId("code-racer"));
  const kept = remembered("code-language") ?? "";
  let language = LANGUAGES.includes(kept) ? kept : LANGUAGES[0];
  let asked = 0;
  let text = "";
  let timer = 0;

  const open = () => {
    const shown = entrants(app, false);
    const chosen = shown.some(({ racer: { id } }) => id === racer.value) ? racer.value : ALL;
    const options = shown.map(({ racer: { id }, name }) => new Option(name, id));
    const all = shown.length > 1 ? [new Option(`All ${shown.length} racers`, ALL)] : [];
    racer.replaceChildren(...all, ...options);
    racer.value = chosen || shown.length > 1 ? chosen : (shown[0]?.racer.id ?? ALL);
    dialog.showModal();
    show();
  };

  const show = async () => {
    markLanguage();
    asked += 1;
    const mine = asked;
    byId("code-state").textContent = text ? "" : "Writing the program…";
    const found = await written(body()).catch(() => "The program could not be fetched. Try again.");
    if (mine !== asked) return;
    text = typeof found === "string" ? "" : found.program;
    byId("code-state").textContent = typeof found === "string" ? found : "";
    find(byId("code-text"), "code").replaceChildren(...coloured(text));
    byId("code-text").hidden = !text;
    byId("code-text").scrollTop = 0;
    for (const id of ["code-copy", "code-save"]) byId(id).toggleAttribute("disabled", !text);
    showNotes(typeof found === "string" ? [] : found.notes);
  };

  const body = () => {
    const spec = app.spec.get();
    const ids = entrants(app, false).map(({ racer: { id } }) => id);
    const wanted = racer.value === ALL ? ids : [racer.value];
    return { race: requestOf(spec, wanted), run: wanted.length === 1 ? 0 : null, language };
  };

  const markLanguage = () => {
    for (const name of LANGUAGES) {
      const tab = byId(`tab-code-${name}`);
      tab.ariaSelected = String(name === language);
      tab.tabIndex = name === language ? 0 : -1;
    }
    byId("code-panel").setAttribute("aria-labelledby", `tab-code-${language}`);
  };

  const choose = (/** @type {string} */ name) => {
    language = name;
    remember("code-language", name);
    show();
  };
  for (const [place, name] of LANGUAGES.entries()) {
    const tab = byId(`tab-code-${name}`);
    tab.addEventListener("click", () => choose(name));
    tab.addEventListener("keydown", (event) => {
      const to = { ArrowLeft: place - 1, ArrowRight: place + 1, Home: 0, End: -1 }[event.key];
      if (to === undefined) return;
      event.preventDefault();
      const next = LANGUAGES.at(to % LANGUAGES.length) ?? LANGUAGES[0];
      byId(`tab-code-${next}`).focus();
      choose(next);
    });
  }

  const copy = async () => {
    const copied = await copyText(text, dialog);
    const button = byId("code-copy");
    button.focus();
    button.classList.toggle("said", copied);
    byId("code-said").textContent = copied
      ? "Program copied."
      : "The program could not be copied. Select it and copy it yourself.";
    clearTimeout(timer);
    timer = window.setTimeout(() => {
      button.classList.remove("said");
      byId("code-said").textContent = "";
    }, SAID_FOR);
  };

  racer.addEventListener("change", show);
  byId("code-copy").addEventListener("click", copy);
  byId("code-save").addEventListener("click", () => save(text, fileName(app.spec.get(), language)));
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  byId("code-open").addEventListener("click", open);
  open();
}

/** @param {string[]} notes */
function showNotes(notes) {
  const list = byId("code-notes");
  list.hidden = notes.length === 0;
  list.replaceChildren(
    ...notes.map((note) => {
      const item = document.createElement("li");
      item.textContent = note;
      return item;
    }),
  );
}

/**
 * The program, or why there is none.
 *
 * @param {object} asked
 * @returns {Promise<Written | string>}
 */
async function written(asked) {
  const answer = await fetch("api/code", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(asked),
  });
  const told = await answer.json();
  if (answer.ok) return told;
  return told.detail.map((/** @type {{ msg: string }} */ { msg }) => msg).join("; ");
}

/** Hand a text to the browser as a file. @param {string} text @param {string} name */
function save(text, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/x-python" }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
