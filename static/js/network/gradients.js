// How much gradient reaches each layer, and what units put out.

/** @import { App } from "../types.js" */

/** @param {App} app */
export function mountGradients(app) {
  void app;
}
