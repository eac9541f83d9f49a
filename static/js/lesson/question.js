// What is asked before the race is seen, and what is told after it.

import { byId } from "../lib/dom.js";
import { markDone, markUndone, progress } from "./progress.js";

/** @import { Store } from "../types.js" */
/** @import { Lesson } from "./races.js" */

/**
 * The question of a lesson. Its page says by `data-told` whether it was answered, or is not to be.
 *
 * @param {Pick<Lesson, "name" | "answer">} lesson
 * @param {Store<number>} step  the step on show: who has played the race has seen it
 * @param {() => void} play  the race from its start
 * @param {() => void} start  shows the race at its start
 * @returns {{ waits: () => boolean }}  whether the race waits for an answer
 */
export function mountQuestion({ name, answer }, step, play, start) {
  const page = document.documentElement;
  const article = byId("lesson");
  const choices = /** @type {HTMLButtonElement[]} */ ([...article.querySelectorAll(".lesson-choice")]);
  const waits = () => !("told" in page.dataset);

  const tell = (/** @type {number} */ chosen) => {
    page.dataset.told = "";
    for (const [place, button] of choices.entries()) {
      button.ariaPressed = String(place + 1 === chosen);
      button.toggleAttribute("data-right", place + 1 === answer);
    }
    byId("lesson-verdict").textContent = verdict(chosen);
    byId("lesson-show").hidden = true;
    byId("lesson-again").hidden = false;
    showDone();
  };
  const verdict = (/** @type {number} */ chosen) => {
    const right = `“${choices[answer - 1].textContent?.trim()}”`;
    if (!chosen) return `It is ${right}.`;
    return chosen === answer ? "You were right." : `You expected something else. It is ${right}.`;
  };
  const ask = () => {
    delete page.dataset.told;
    for (const button of choices) {
      button.ariaPressed = "false";
      button.removeAttribute("data-right");
    }
    byId("lesson-show").hidden = false;
    byId("lesson-again").hidden = true;
  };
  const showDone = () => {
    const done = byId("lesson-done");
    done.ariaPressed = String(name in progress());
    done.textContent = name in progress() ? "Done" : "Mark as done";
  };

  for (const [place, button] of choices.entries()) {
    button.addEventListener("click", () => {
      markDone(name, place + 1);
      tell(place + 1);
      byId("lesson-answer").scrollIntoView({ block: "nearest" });
      play();
    });
  }
  byId("lesson-show").addEventListener("click", () => {
    tell(0);
    byId("lesson-again").focus();
    play();
  });
  byId("lesson-again").addEventListener("click", () => {
    start();
    ask();
    choices[0].focus();
  });
  byId("lesson-done").addEventListener("click", () => {
    if (name in progress()) markUndone(name);
    else markDone(name, 0);
    showDone();
  });

  const notice = () => {
    if (step.get() > 0 && waits()) tell(0);
  };
  step.subscribe(notice);

  ask();
  const kept = progress()[name];
  if (kept !== undefined) tell(kept <= choices.length ? kept : 0);
  notice();
  showDone();
  return { waits };
}
