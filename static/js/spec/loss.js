// Which losses fit what is learned, and which one is usual.

/** @import { Choice, LossInfo } from "../types.js" */

/** @typedef {"classification" | "regression"} Task */

/** @param {Task} task */
export const usualLoss = (task) => (task === "classification" ? "cross_entropy" : "mse");

/**
 * The losses that can be taken; the usual one says so.
 *
 * @param {LossInfo[]} losses
 * @param {Task} task
 */
export const fittingLosses = (losses, task) =>
  losses
    .filter(({ needs_classes }) => task === "classification" || !needs_classes)
    .map((loss) => (loss.name === usualLoss(task) ? { ...loss, label: `${loss.label} (usual)` } : loss));

/** What is chosen, where null is the usual one. @param {Choice | null} loss @param {Task} task @returns {Choice} */
export const lossOf = (loss, task) => loss ?? { name: usualLoss(task), parameters: {} };

/** What a choice is in a spec. @param {Choice} chosen @param {Task} task */
export const lossFrom = (chosen, task) => (chosen.name === usualLoss(task) ? null : chosen);
