/** @import { Catalog, Racer } from "../types.js" */

/**
 * @template {{ name: string }} T
 * @param {T[]} menu
 * @param {string} name
 * @returns {T}
 */
function named(menu, name) {
  const found = menu.find((entry) => entry.name === name);
  if (!found) throw new Error(`nothing on the menu is called '${name}'`);
  return found;
}

/** @param {Catalog} catalog @param {string} name */
export const surfaceOf = (catalog, name) => named(catalog.surfaces, name);

/** @param {Catalog} catalog @param {string} name */
export const optimizerOf = (catalog, name) => named(catalog.optimizers, name);

/** @param {Catalog} catalog @param {string} name */
export const scheduleOf = (catalog, name) => named(catalog.schedules, name);

/** How a hyperparameter is written. @param {Catalog} catalog @param {string} name */
export const symbolOf = ({ optimizers }, name) =>
  optimizers.flatMap((each) => each.hyperparameters).find((number) => number.name === name)?.symbol ?? name;

/**
 * The form of the rule that a racer uses.
 *
 * @param {Catalog} catalog
 * @param {Pick<Racer, "optimizer" | "convention">} racer
 */
export const conventionOf = (catalog, racer) =>
  named(optimizerOf(catalog, racer.optimizer).conventions, racer.convention);
