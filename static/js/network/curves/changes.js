// What was changed while a network was trained, in words and on the curves.

import { conventionOf, optimizerOf, symbolOf } from "../../lib/entries.js";
import { counted } from "../counted.js";
import { figure } from "./figures.js";

/** @import { Catalog, Change } from "../../types.js" */

/**
 * “η 0.03 from step 120”; of another rule its name and its rate.
 *
 * @param {Catalog} catalog
 * @param {Change} change
 */
export function changeWords(catalog, { step, optimizer, convention, hyperparameters }) {
  const rule = optimizer && convention ? { optimizer, convention } : null;
  const name = rule && `${optimizerOf(catalog, rule.optimizer).label} (${conventionOf(catalog, rule).label})`;
  const values = Object.entries(hyperparameters)
    .filter(([each]) => !rule || each === "lr")
    .map(([each, value]) => `${symbolOf(catalog, each)} ${figure(value)}`);
  return `${[...(name ? [name] : []), ...values].join(", ")} from step ${counted(step)}`;
}

/**
 * Marks that lie so near to one another that they are pressed as one.
 *
 * @template {{ x: number }} T
 * @param {T[]} marks
 * @param {number} apart  pixels from the first mark of a bunch to the first of the next, at least
 * @returns {T[][]}
 */
export function bunched(marks, apart) {
  /** @type {T[][]} */
  const bunches = [];
  for (const mark of marks.toSorted((one, other) => one.x - other.x)) {
    const last = bunches.at(-1);
    if (last && mark.x - last[0].x < apart) last.push(mark);
    else bunches.push([mark]);
  }
  return bunches;
}
