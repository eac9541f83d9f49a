// Loss and accuracy on both parts, over the training.

/** @import { App } from "../types.js" */

/** @param {App} app */
export function mountLearningCurves(app) {
  void app;
}
