// One racer's picture on the page: its title, its canvas, and what is said about it.

import { copyOf, find } from "../../lib/dom.js";
import { drawSwatch } from "../../lib/swatch.js";

/** @import { Look } from "../../lib/looks.js" */

/** A picture that has not been drawn yet. */
export function picture() {
  const figure = copyOf("decision-template");
  const canvas = /** @type {HTMLCanvasElement} */ (find(figure, "canvas"));
  const name = find(figure, ".decision-name");
  const [shared, own] = name.children;
  const score = find(figure, ".decision-score");
  const note = find(figure, ".decision-note");
  const swatch = find(figure, ".swatch");
  let shown = "";

  const write = (/** @type {Element} */ element, /** @type {string} */ words) => {
    if (element.textContent !== words) element.textContent = words;
  };
  return {
    figure,
    canvas,
    plot: find(figure, ".decision-plot"),
    /** What is drawn: weights, on what, and how finely. */
    drawn: { stage: 0, race: 0, step: -1, columns: 0 },
    /**
     * @param {Look} look
     * @param {[string, string]} words  what others are called too, and what they are not
     */
    title(look, [first, rest]) {
      const key = JSON.stringify(look);
      if (key !== shown) drawSwatch(swatch, look);
      shown = key;
      write(shared, first && rest ? `${first} ` : first);
      write(own, rest);
      name.title = `${shared.textContent}${rest}`;
    },
    /** What stands beside the name: how good it is, or what it answers under the pointer. @param {string} words @param {boolean} answer */
    say(words, answer) {
      write(score, words);
      score.classList.toggle("answer", answer);
    },
    /** @param {string} words */
    note(words) {
      write(note, words);
      note.hidden = words === "";
    },
    /** @param {string} sentence */
    describe(sentence) {
      if (canvas.ariaLabel !== sentence) canvas.ariaLabel = sentence;
    },
  };
}

/** @typedef {ReturnType<typeof picture>} Picture */
