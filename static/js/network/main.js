// Joins the parts of the page that show networks. Loaded when networks are first wanted.

import { mountNetworkProblem } from "./controls/problem.js";
import { mountLearningCurves } from "./curves/curves.js";
import { followData } from "./data.js";
import { mountDecisions } from "./decisions/decisions.js";
import { mountDrawing } from "./drawing/drawing.js";
import { mountGradients } from "./gradients/gradients.js";
import { followLooks } from "./looks.js";
import { onNetworks } from "./networks_only.js";
import { mountLearningTable } from "./outcomes/table.js";
import { mountNetworkTabs } from "./tabs.js";
import { mountTraining } from "./training.js";
import { mountWeightPlane } from "./weights/weight_plane.js";
import { mountNetworkWords } from "./words.js";

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
  mountNetworkWords(networks);
}
