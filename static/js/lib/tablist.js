// Tabs of which one is chosen: by pointer, or with the arrow keys, Home and End.

import { byId } from "./dom.js";

/**
 * Tabs `tab-<name>` with their panels `panel-<name>`.
 *
 * @template {string} Name
 * @param {readonly Name[]} names
 * @param {(name: Name) => void} choose
 * @returns {(chosen: Name) => void}  shows which one is chosen
 */
export function tablist(names, choose) {
  for (const [place, name] of names.entries()) {
    const button = byId(`tab-${name}`);
    button.addEventListener("click", () => choose(name));
    button.addEventListener("keydown", (event) => {
      const to = { ArrowLeft: place - 1, ArrowRight: place + 1, Home: 0, End: -1 }[event.key];
      if (to === undefined) return;
      event.preventDefault();
      event.stopPropagation();
      const next = names.at(to % names.length) ?? names[0];
      choose(next);
      byId(`tab-${next}`).focus();
    });
  }
  return (chosen) => {
    for (const name of names) {
      const button = byId(`tab-${name}`);
      button.setAttribute("aria-selected", String(name === chosen));
      button.tabIndex = name === chosen ? 0 : -1;
      byId(`panel-${name}`).hidden = name !== chosen;
    }
  };
}
