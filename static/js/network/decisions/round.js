// Where both axes of the plane are in one unit, it is as long across as up: circles are drawn round.

/** @import { Data } from "../../types.js" */
/** @import { Box } from "../../plots/clip.js" */

const MOST = 3; // a plane that is longer than this many times its width is stretched after all

/**
 * How wide the plane is, in its height; null where the axes have nothing in common.
 *
 * @param {Data} data
 */
export function planeShape(data) {
  if (!inOneUnit(data)) return null;
  const [across, up] = lengths(data);
  const shape = across / up;
  return shape < MOST && shape > 1 / MOST ? shape : null;
}

/** Data sets with two features are made up, or points placed by hand, but for a person's own table. @param {Data} data */
const inOneUnit = ({ name, features, plane: { kind } }) =>
  kind === "principal" || (kind === "all" && (name !== "own" || features.join() === "x1,x2"));

/**
 * The same data with as much more of the plane as the box has room for.
 *
 * @param {Data} data
 * @param {Box} box
 * @returns {Data}
 */
export function fittedTo(data, { left, top, right, bottom }) {
  if (planeShape(data) === null) return data;
  const [across, up] = lengths(data);
  const [wide, high] = [right - left, bottom - top];
  const pixels = Math.min(wide / across, high / up); // of one unit
  const [u, v] = data.plane.range;
  const range = [widened(u, wide / pixels / across), widened(v, high / pixels / up)];
  return { ...data, plane: { ...data.plane, range } };
}

/** How long the plane is, in the unit of its axes. @param {Data} data */
function lengths({ plane: { range, units } }) {
  return range.map(([low, high], axis) => (high - low) * (units?.[axis].deviation || 1));
}

/** About its middle. @param {[number, number]} range @param {number} times @returns {[number, number]} */
function widened([low, high], times) {
  const [middle, half] = [(low + high) / 2, (times * (high - low)) / 2];
  return [middle - half, middle + half];
}
