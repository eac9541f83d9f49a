// What the line above the race opens: how rates are chosen, at what racers are compared, and seeds.

import { mountBudget } from "./budget.js";
import { mountCloudMap } from "./cloud_map.js";
import { mountModes } from "./modes.js";
import { mountSeeds } from "./seeds.js";

/** @import { App } from "../types.js" */

/** @param {App} app */
export function mountFair(app) {
  mountModes(app);
  mountBudget(app);
  mountSeeds(app);
  mountCloudMap(app);
}
