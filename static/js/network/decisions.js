// One picture for each racer of what its network answers.

/** @import { App } from "../types.js" */

/** @param {App} app */
export function mountDecisions(app) {
  void app;
}
