// What a rule is good and weak at, each point with the lesson that shows it.

import { find } from "../lib/dom.js";

/** @type {Promise<DocumentFragment> | null} */
let all = null;

/**
 * Fill an unfolded place; a folded one is left as it is.
 *
 * @param {HTMLDetailsElement} place
 * @param {string} optimizer
 */
export async function showPoints(place, optimizer) {
  if (!place.open) return;
  const list = find(place, "div");
  try {
    all ??= fetched();
    const template = /** @type {HTMLTemplateElement} */ ((await all).getElementById(`points-${optimizer}`));
    list.replaceChildren(template.content.cloneNode(true));
  } catch {
    all = null;
    list.textContent = "This did not load. Unfold it again to retry.";
  }
}

async function fetched() {
  const answer = await fetch("parts/points");
  if (!answer.ok) throw new Error(`the parts of the page were answered with ${answer.status}`);
  const holder = document.createElement("template");
  holder.innerHTML = await answer.text();
  return holder.content;
}
