// The chosen racer's network: layers, weights, and what each unit responds to.

/** @import { App } from "../types.js" */

/** @param {App} app */
export function mountDrawing(app) {
  void app;
}
