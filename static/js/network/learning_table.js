// How each racer did, in numbers.

/** @import { App } from "../types.js" */

/** @param {App} app */
export function mountLearningTable(app) {
  void app;
}
