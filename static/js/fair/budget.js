// What racers are compared at: the same number of steps, or of gradients of one example.

import { byId } from "../lib/dom.js";

/** @import { App, Spec, View } from "../types.js" */

/** @param {App} app */
export function mountBudget({ spec, view }) {
  const group = byId("fair-budgets");
  const show = () => {
    const { budget } = view.get();
    for (const input of group.querySelectorAll("input")) input.checked = input.value === budget;
    byId("fair-budget-words").textContent = budgetWords(spec.get(), budget);
  };
  group.addEventListener("change", ({ target }) => {
    const budget = /** @type {View["budget"]} */ (/** @type {HTMLInputElement} */ (target).value);
    const across = budget === "evaluations" ? "examples" : "steps";
    view.set({ ...view.get(), budget, across });
  });
  spec.subscribe(show);
  view.subscribe(show);
  show();
}

/** @param {Pick<Spec, "kind" | "network" | "racers">} spec @param {View["budget"]} budget */
export function budgetWords({ kind, network, racers }, budget) {
  if (kind === "surface") return "Every rule here takes one gradient a step, so both are the same.";
  const sizes = new Set(racers.map(({ overrides }) => {
    const own = overrides && "batch_size" in overrides ? overrides.batch_size : network.batch_size;
    return own ?? Infinity;
  }));
  if (sizes.size < 2) return "All batches have the same size, so both are the same.";
  return budget === "steps"
    ? "At the same step a larger batch has seen more examples."
    : "Curves and outcomes are read at the same number of examples.";
}
