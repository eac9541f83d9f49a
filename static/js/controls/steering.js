import { byId, copyOf, find } from "../lib/dom.js";
import { conventionOf, optimizerOf, symbolOf } from "../lib/entries.js";
import { pretty } from "../lib/number.js";
import { steered, unsteered } from "../spec/steer.js";

/** @import { App, Catalog, Change } from "../types.js" */

const GESTURE = 700; // ms: moves by keys that follow each other as fast are one change
const press = { count: 0, held: false }; // of the pointer

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
  followPresses();
}

/** Know whether the pointer is held. */
export function followPresses() {
  document.addEventListener("pointerdown", () => {
    press.count += 1;
    press.held = true;
  }, { capture: true });
  for (const end of ["pointerup", "pointercancel"]) {
    document.addEventListener(end, () => (press.held = false), { capture: true });
  }
}

/**
 * How a racer's slider acts while it is steered: a drag is one change, at the step it began at,
 * however long it rests on its way; so are moves by keys that follow one another.
 *
 * @param {App} app
 * @param {string} id of the racer
 * @returns {(name: string, value: number) => void}
 */
export function steerer({ spec, step, player }, id) {
  const earliest = () => spec.get().racers.find((racer) => racer.id === id)?.branch ?? 0;
  let last = { name: "", step: 0, at: -Infinity, press: 0 };
  return (name, value) => {
    const now = performance.now();
    const soon = press.held ? press.count === last.press : now - last.at < GESTURE;
    const goesOn = name === last.name && soon;
    last = { name, step: goesOn ? last.step : Math.max(step.get(), earliest()), at: now, press: press.held ? press.count : 0 };
    spec.set(steered(spec.get(), id, last.step, name, value));
    if (!player.playing.get()) player.seek(step.get());
  };
}

/**
 * Write down what was changed while a racer ran, each with a button that takes it back.
 *
 * @param {HTMLElement} list
 * @param {Change[]} changes  of this racer
 * @param {Catalog} catalog
 * @param {(change: Change) => void} onTakeBack
 */
export function listChanges(list, changes, catalog, onTakeBack) {
  list.hidden = changes.length === 0;
  list.replaceChildren(
    ...changes.map((change) => {
      const item = copyOf("change-template");
      const words = changeInWords(change, catalog);
      find(item, ".racer-change-words").textContent = words;
      const button = find(item, "button");
      button.title = "Take this change back";
      button.ariaLabel = `Take back: ${words}`;
      button.addEventListener("click", () => onTakeBack(change));
      return item;
    }),
  );
}

/** @param {Change} change @param {Catalog} catalog */
function changeInWords({ step, optimizer, convention, hyperparameters }, catalog) {
  const rule = optimizer && convention ? { optimizer, convention } : null;
  const values = Object.entries(hyperparameters)
    .filter(([name]) => !rule || name === "lr")
    .map(([name, value]) => `${symbolOf(catalog, name)} ${pretty(value)}`);
  return `from step ${step}: ${[...(rule ? [ruleInWords(catalog, rule)] : []), ...values].join(" · ")}`;
}

/** “Momentum (PyTorch)”. @param {Catalog} catalog @param {{ optimizer: string, convention: string }} rule */
export const ruleInWords = (catalog, rule) =>
  `${optimizerOf(catalog, rule.optimizer).label} (${conventionOf(catalog, rule).label})`;

/** @param {App} app @param {Change} change */
export function takeBack({ spec }, change) {
  spec.set(unsteered(spec.get(), change.racer, change.step));
}
