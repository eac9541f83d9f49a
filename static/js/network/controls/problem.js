// What is learned, by which network, and how.

/** @import { App } from "../../types.js" */

/** @param {App} app */
export function mountNetworkProblem(app) {
  void app;
}
