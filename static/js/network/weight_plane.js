// The racers' paths through the space of weights.

/** @import { App } from "../types.js" */

/** @param {App} app */
export function mountWeightPlane(app) {
  void app;
}
