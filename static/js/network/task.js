// What the networks on show are asked to do.

/** @import { App, Data } from "../types.js" */

/**
 * Whether classes or numbers are learned; as long as it is not known, what the data set's name says.
 *
 * @param {Pick<App, "data" | "spec" | "catalog">} app
 * @returns {Data["task"]}
 */
export function taskOf({ data, spec, catalog }) {
  const { name } = spec.get().network.dataset;
  const found = data.get();
  if (found?.name === name) return found.task;
  return catalog.networks?.datasets.find((each) => each.name === name)?.task ?? found?.task ?? "classification";
}

/** The loss's label: the chosen one's or the task's usual one's. @param {Pick<App, "data" | "spec" | "catalog">} app */
export function lossLabel(app) {
  const usual = taskOf(app) === "classification" ? "cross_entropy" : "mse";
  const name = app.spec.get().network.loss?.name ?? usual;
  const label = app.catalog.networks?.losses.find((each) => each.name === name)?.label ?? name;
  return label.toLowerCase();
}

/** What tells how good an answer is. @param {Pick<App, "data" | "spec" | "catalog">} app */
export const qualityWord = (app) => (taskOf(app) === "classification" ? "Accuracy" : "R²");
