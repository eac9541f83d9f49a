// A menu of a few entries, each with a sentence, a formula and perhaps numbers.

import { showFormula } from "../../controls/formula.js";
import { showOptions } from "../../controls/select.js";
import { sliders } from "../../controls/sliders.js";
import { unfold } from "../../controls/unfold.js";
import { copyOf, find } from "../../lib/dom.js";
import { withNumber } from "../../spec/network.js";
import { formulaFor } from "./formulas.js";

/** @import { Choice, PlainInfo } from "../../types.js" */

/**
 * @typedef {object} ChoiceMenu
 * @property {HTMLElement} element
 * @property {(choice: Choice, menu?: PlainInfo[]) => void} show
 * @property {(of: (path: string) => string | null) => void} refuse  the path is "" or a number's name
 */

/**
 * @param {string} id  unique on the page
 * @param {string} label
 * @param {PlainInfo[]} menu
 * @param {(choice: Choice) => void} onChoice
 * @returns {ChoiceMenu}
 */
export function choiceMenu(id, label, menu, onChoice) {
  const element = copyOf("choice-template");
  const button = find(element, ".unfold");
  /** @type {HTMLSelectElement} */
  const select = find(element, "select");
  const details = find(element, ".choice-details");
  const refusal = find(element, ".refusal");
  let chosen = /** @type {Choice} */ ({ name: "", parameters: {} });
  let shown = "";
  const numbers = sliders(find(element, ".sliders"), id, (name, value) => onChoice(withNumber(chosen, name, value)));

  find(button, "span").textContent = label;
  button.title = `${label}: what it is`;
  details.id = `${id}-details`;
  button.setAttribute("aria-controls", details.id);
  unfold(button, details);
  select.id = id;
  select.ariaLabel = label;
  refusal.id = `${id}-refusal`;
  select.setAttribute("aria-describedby", refusal.id);
  select.addEventListener("change", () => onChoice({ name: select.value, parameters: {} }));

  return {
    element,
    show(choice, offered = menu) {
      chosen = choice;
      showOptions(select, offered, choice.name);
      const entry = menu.find(({ name }) => name === choice.name);
      if (!entry) return;
      if (shown !== entry.name) {
        shown = entry.name;
        select.title = entry.summary;
        find(details, ".choice-summary").textContent = entry.summary;
        showFormula(find(details, ".choice-formula"), formulaFor(entry));
        find(details, ".choice-notice").textContent = entry.notice;
      }
      numbers.show(entry.name, entry.parameters, ({ name, default: fallback }) => ({
        value: choice.parameters[name] ?? fallback,
      }));
    },
    refuse(of) {
      const sentence = of("") ?? of("name");
      refusal.textContent = sentence ?? "";
      refusal.hidden = sentence === null;
      if (sentence === null) select.removeAttribute("aria-invalid");
      else select.setAttribute("aria-invalid", "true");
      numbers.refuse((name) => of(`parameters.${name}`));
    },
  };
}
