// Where in a decision picture the plane is, and what its axes are called.

import { pretty } from "../../lib/number.js";
import { roundTicks } from "../../plots/levels.js";

/** @import { Data } from "../../types.js" */
/** @import { Box } from "../../plots/clip.js" */

/**
 * @typedef {object} PictureFrame
 * @property {number} width  of the picture, in CSS pixels
 * @property {number} height
 * @property {Box} box  where the plane is
 * @property {boolean} roomy  there is room for numbers along the axes
 */

const ROOMY = [230, 150]; // CSS pixels: from this size on a picture has numbers along its axes
const MARGIN = { left: 38, bottom: 20 };
const TICK_EVERY = { across: 56, up: 40 }; // CSS pixels

/** @param {number} width @param {number} height @param {number} scale @returns {PictureFrame} */
export function pictureFrame(width, height, scale) {
  const roomy = width >= ROOMY[0] * scale && height >= ROOMY[1] * scale;
  const [left, bottom] = roomy ? [MARGIN.left * scale, height - MARGIN.bottom * scale] : [0, height];
  return { width, height, box: { left: Math.round(left), top: 0, right: width, bottom: Math.round(bottom) }, roomy };
}

/** Where a place of the plane is in a picture. @param {PictureFrame} frame @param {Data} data */
export function placer({ box }, { plane }) {
  const [[u0, u1], [v0, v1]] = plane.range;
  const [perU, perV] = [(box.right - box.left) / (u1 - u0), (box.bottom - box.top) / (v1 - v0)];
  return {
    x: (/** @type {number} */ u) => box.left + (u - u0) * perU,
    y: (/** @type {number} */ v) => box.bottom - (v - v0) * perV,
  };
}

/**
 * The axes' units: what is drawn, times the deviation, plus the mean, is what the table says.
 *
 * @param {Data} data
 */
export function unitsOf({ plane, target_scale }) {
  const plain = { mean: 0, deviation: 1 };
  const [across, up] = plane.units ?? [plain, plain];
  return { across, up: plane.kind === "line" ? target_scale : up };
}

/**
 * Numbers along both axes, in the table's own units; above a line of classes their names.
 *
 * @param {PictureFrame} frame
 * @param {Data} data
 * @param {number} scale
 */
export function axisTicks({ box }, data, scale) {
  const { across, up } = unitsOf(data);
  const [first, second] = data.plane.range;
  const [wide, high] = [(box.right - box.left) / scale, (box.bottom - box.top) / scale];
  return {
    across: ticksOf(first, across, wide / TICK_EVERY.across),
    up: ofClasses(data)
      ? data.classes.map((words, at) => ({ at, words }))
      : ticksOf(second, up, high / TICK_EVERY.up),
  };
}

/** Whether classes are told from one feature. @param {Data} data */
const ofClasses = ({ plane, task }) => plane.kind === "line" && task === "classification";

/** @param {[number, number]} range @param {{ mean: number, deviation: number }} unit @param {number} count */
function ticksOf([low, high], { mean, deviation }, count) {
  if (!(deviation > 0)) return [{ at: 0, words: pretty(mean) }];
  return roundTicks(low * deviation + mean, high * deviation + mean, Math.max(2, Math.floor(count)))
    .map((value) => ({ at: (value - mean) / deviation, words: pretty(value) }));
}

/**
 * What the axes are called, at length and in short.
 *
 * @param {Data} data
 * @returns {{ across: string[], up: string[] }}
 */
export function axisNames({ plane, task, target }) {
  const named = (/** @type {number} */ axis) => {
    const name = plane.names[axis];
    const share = plane.explained?.[axis];
    if (share === undefined) return [name];
    const percent = `${(100 * share).toFixed(share < 0.1 ? 1 : 0)} %`;
    return [`${name}, ${percent} of the variance`, `${name}, ${percent}`, percent];
  };
  if (plane.kind === "line") return { across: named(0), up: [task === "regression" ? target : ""] };
  return { across: named(0), up: named(1) };
}
