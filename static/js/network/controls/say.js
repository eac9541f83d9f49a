import { byId } from "../../lib/dom.js";

/** Show a sentence where there is one. @param {string} id @param {string} sentence */
export function say(id, sentence) {
  const place = byId(id);
  place.textContent = sentence;
  place.hidden = sentence === "";
}
