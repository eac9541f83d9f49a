import { byId, copyOf, find } from "../lib/dom.js";
import { pretty } from "../lib/number.js";
import { steered, unsteered } from "../spec/steer.js";

/** @import { App, Change, NumberInfo } from "../types.js" */

const GESTURE = 700; // ms: moves of one slider that follow each other as fast are one change

/**
 * The switch that lets sliders act from the step on show on.
 *
 * @param {App} app
 */
export function mountSteering({ view }) {
  const box = /** @type {HTMLInputElement} */ (byId("steering"));
  const show = () => {
    box.checked = view.get().steering;
    byId("steering-help").hidden = !box.checked;
  };
  box.addEventListener("change", () => view.set({ ...view.get(), steering: box.checked }));
  box.setAttribute("aria-describedby", "steering-help");
  view.subscribe(show);
  show();
}

/**
 * How a racer's slider acts while it is steered: a drag is one change, at the step it began at.
 *
 * @param {App} app
 * @param {string} id of the racer
 * @returns {(name: string, value: number) => void}
 */
export function steerer({ spec, step, player }, id) {
  let last = { name: "", step: 0, at: -Infinity };
  return (name, value) => {
    const now = performance.now();
    const goesOn = name === last.name && now - last.at < GESTURE;
    last = { name, step: goesOn ? last.step : step.get(), at: now };
    spec.set(steered(spec.get(), id, last.step, name, value));
    if (!player.playing.get()) player.seek(step.get());
  };
}

/**
 * Write down what was changed while a racer ran, each with a button that takes it back.
 *
 * @param {HTMLElement} list
 * @param {Change[]} changes  of this racer
 * @param {NumberInfo[]} numbers
 * @param {(change: Change) => void} onTakeBack
 */
export function listChanges(list, changes, numbers, onTakeBack) {
  list.hidden = changes.length === 0;
  list.replaceChildren(
    ...changes.map((change) => {
      const item = copyOf("change-template");
      const words = changeInWords(change, numbers);
      find(item, ".racer-change-words").textContent = words;
      const button = find(item, "button");
      button.title = "Take this change back";
      button.ariaLabel = `Take back: ${words}`;
      button.addEventListener("click", () => onTakeBack(change));
      return item;
    }),
  );
}

/** @param {Change} change @param {NumberInfo[]} numbers */
function changeInWords({ step, hyperparameters }, numbers) {
  const values = Object.entries(hyperparameters).map(([name, value]) => {
    const symbol = numbers.find((number) => number.name === name)?.symbol ?? name;
    return `${symbol} ${pretty(value)}`;
  });
  return `from step ${step}: ${values.join(" · ")}`;
}

/** @param {App} app @param {Change} change */
export function takeBack({ spec }, change) {
  spec.set(unsteered(spec.get(), change.racer, change.step));
}
