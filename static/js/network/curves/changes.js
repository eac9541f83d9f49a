// What was changed while a network was trained, in words and on the curves.

import { optimizerOf } from "../../lib/entries.js";
import { counted } from "../counted.js";
import { figure } from "./figures.js";

/** @import { Catalog, Change, Racer } from "../../types.js" */

/**
 * “η 0.03 from step 120”.
 *
 * @param {Catalog} catalog
 * @param {Racer} racer
 * @param {Change} change
 */
export function changeWords(catalog, racer, { step, hyperparameters }) {
  const numbers = optimizerOf(catalog, racer.optimizer).hyperparameters;
  const values = Object.entries(hyperparameters).map(([name, value]) => {
    const symbol = numbers.find((number) => number.name === name)?.symbol ?? name;
    return `${symbol} ${figure(value)}`;
  });
  return `${values.join(", ")} from step ${counted(step)}`;
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
