// Joins the parts of the page that show networks. Loaded when networks are first wanted.

import { mountNetworkProblem } from "./controls/problem.js";
import { followData } from "./data.js";
import { mountDecisions } from "./decisions.js";
import { mountDrawing } from "./drawing.js";
import { mountGradients } from "./gradients.js";
import { mountLearningCurves } from "./learning_curves.js";
import { mountLearningTable } from "./learning_table.js";
import { followLooks } from "./looks.js";
import { onNetworks } from "./networks_only.js";
import { mountNetworkTabs } from "./tabs.js";
import { mountTraining } from "./training.js";
import { mountWeightPlane } from "./weight_plane.js";

/** @import { App } from "../types.js" */

/** @param {App} app */
export function mountNetworks(app) {
  const networks = onNetworks(app);
  followData(networks);
  followLooks(networks);
  mountNetworkProblem(networks);
  mountNetworkTabs(networks);
  mountDecisions(networks);
  mountDrawing(networks);
  mountGradients(networks);
  mountWeightPlane(networks);
  mountLearningCurves(networks);
  mountLearningTable(networks);
  mountTraining(networks);
}
