// A racer's own loss at a step, beside the one that the plane has where it is drawn.

/** @import { Lane, Look } from "../../types.js" */

const TIMES = 2; // losses that differ by more are different ones
const RELEVANT = 0.01; // but only where they differ by as much: targets are standardized

/**
 * The loss of a racer on a whole part: as the server tells it of this very step, else between the
 * steps that were scored. NaN where it is not known.
 *
 * @param {Lane | undefined} lane
 * @param {number} step
 * @param {"train" | "test"} part
 * @param {Look | null} look
 */
export function ownLoss(lane, step, part, look) {
  const details = lane && look?.runs.get(lane.id)?.step === step ? look.details?.get(lane.id) : null;
  if (details) return (part === "test" ? details.test_loss : details.train_loss) ?? NaN;
  const scores = lane?.learning?.scores;
  if (!scores) return NaN;
  const { steps, train_loss, test_loss } = scores;
  const losses = part === "test" ? test_loss : train_loss;
  const after = steps.findIndex((scored) => scored >= step);
  if (after < 0) return NaN;
  if (steps[after] === step || !after) return steps[after] === step ? losses[after] : NaN;
  const share = (step - steps[after - 1]) / (steps[after] - steps[after - 1]);
  return losses[after - 1] + share * (losses[after] - losses[after - 1]);
}

/**
 * Whether the loss of the plane says nothing about a racer that is drawn on it.
 *
 * @param {number} there  NaN where it is not finite
 * @param {number} own  NaN where it is not known
 */
export function isMissed(there, own) {
  if (!Number.isFinite(own)) return false;
  if (Number.isNaN(there)) return true;
  const [less, more] = there < own ? [there, own] : [own, there];
  return more > TIMES * less && more - less > RELEVANT;
}
