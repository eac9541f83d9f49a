// The curves of networks: what each shows, and where it lies on the canvas.

import { curveScale, curveTicks } from "../../plots/curve_scale.js";
import { roundTicks } from "../../plots/levels.js";
import { pretty } from "../../lib/number.js";
import { acrossAt } from "./across.js";
import { counted, grouped } from "../counted.js";
import { figure, percent, squared } from "./figures.js";
import { pacesOf, stepOfPaces } from "./pace.js";
import { rangeOf } from "./series.js";

/** @import { Across, Data, Lane } from "../../types.js" */
/** @import { CurveScale } from "../../plots/curve_scale.js" */
/** @import { Entrant } from "../../plots/entrants.js" */
/** @import { Extent } from "../../plots/extents.js" */
/** @import { Pace } from "./pace.js" */
/** @import { Column } from "./series.js" */

/**
 * A line of a panel. Scores come in pairs: what lies between them is shaded.
 *
 * @typedef {{ column: Column, style: "train" | "test" | "batch" | "plain" }} Line
 *
 * @typedef {object} LearningPanel
 * @property {string} title
 * @property {string} note  how the axis is to be read
 * @property {Line[]} lines
 * @property {CurveScale} scale
 * @property {(value: number) => string} write  a value in words
 * @property {number} top  pixels from the canvas's top to the axis's
 * @property {number} bottom
 * @property {number} rail  where 0 is drawn
 *
 * @typedef {object} LearningPlan
 * @property {LearningPanel[]} panels
 * @property {Pace[]} paces
 * @property {Across} across
 * @property {number} total  what the axis has at its end
 * @property {{ shortest: number, longest: number } | null} uneven  ends of paces that one axis hardly shows
 * @property {number} steps
 * @property {number} left
 * @property {number} right
 * @property {number} height  of the whole canvas
 *
 * What is to be seen beside the racers.
 *
 * @typedef {object} Wishes
 * @property {Across} across
 * @property {string | null} chosen
 * @property {number} steps
 * @property {string} loss  its name
 * @property {Data["task"]} task
 * @property {boolean} batch  whether the mini-batches' loss is drawn
 * @property {boolean} [whole]  whether the axis goes on to where the longest of uneven racers ends
 */

const TITLE = 22; // pixels above each axis
const FOOT = 34; // below the last, for what is across
const RAIL = 12; // below an axis, for what is 0
const LEAST_R2 = -1; // what is lower leaves the picture
const UNEVEN = 5; // times: an axis on which one racer ends so much later ends with the first
const WIDE = 9.99; // times: where rates differ by more, a linear axis shows the small ones as 0

/** @type {(value: number) => string} */
const plain = (value) => figure(value);

/**
 * @param {Entrant[]} entrants
 * @param {number} width
 * @param {number} size  1, or more for a projector
 * @param {Wishes} wishes
 * @returns {LearningPlan}
 */
export function planned(entrants, width, size, { across, chosen, steps, loss, task, batch, whole = false }) {
  const paces = pacesOf(entrants, across, steps, chosen);
  const uneven = unevenEnds(paces);
  if (uneven && !whole) paces.sort((one, other) => one.end - other.end); // a place means a step of the first
  const lanes = entrants.flatMap(({ lane }) => (lane?.learning ? lane : []));
  const classes = task === "classification";
  /** @type {{ title: string, lines: Line[], height: number, wish: "log" | "auto" | "share", write?: typeof plain }[]} */
  const wanted = [
    {
      title: `loss (${loss})`, height: 138, wish: "log",
      lines: [...(batch ? [{ column: /** @type {Column} */ ("gap"), style: /** @type {const} */ ("batch") }] : []), ...parts("loss")],
    },
    { title: classes ? "accuracy" : "R²", height: 74, wish: "share", lines: parts("quality"), write: classes ? percent : squared },
    { title: "gradient norm ‖g‖", height: 54, wish: "log", lines: [{ column: "norm", style: "plain" }] },
    { title: "learning rate η", height: 48, wish: "auto", lines: [{ column: "rate", style: "plain" }] },
  ];
  let end = 0;
  const panels = wanted.map(({ title, lines, height, wish, write = plain }) => {
    const ranging = lines.filter(({ style }) => style !== "batch"); // which reaches far below the others
    const ranges = (wish === "auto" ? lanes : steady(lanes)).flatMap((lane) => ranging.map(({ column }) => rangeOf(lane, column)));
    const scale = wish === "share" ? shareScale(ranges, classes) : curveScale(ranges, wish === "auto" && wide(ranges) ? "log" : wish);
    const top = end + TITLE * size;
    const bottom = top + height * size ** 0.25; // the tables below are to be seen as well
    end = bottom + (scale.rail ? RAIL * size : 0);
    return { title, note: noteOf(scale), lines, scale, write, top, bottom, rail: bottom + RAIL * size * 0.75 };
  });
  const longest = Math.max(...paces.map((pace) => pace.end), paces.length ? 0 : steps);
  const total = uneven && !whole ? uneven.shortest : longest;
  return { panels, paces, across, total, uneven, steps, left: 52 * size, right: width - 10, height: end + FOOT * size };
}

/** Where the shortest and the longest of racers end, if they are far apart. @param {Pace[]} paces */
function unevenEnds(paces) {
  const ends = paces.map(({ end }) => end);
  const [shortest, longest] = [Math.min(...ends), Math.max(...ends)];
  return longest > UNEVEN * shortest ? { shortest, longest } : null;
}

/** Whether values lie a power of ten apart. @param {Extent[]} ranges */
const wide = (ranges) =>
  Math.max(...ranges.map(({ greatest }) => greatest)) > WIDE * Math.min(...ranges.map(({ tiniest }) => tiniest));

/** Those that did not explode, if there are such: the others leave the picture. @param {Lane[]} lanes */
function steady(lanes) {
  const found = lanes.filter(({ outcome }) => outcome?.status !== "diverged");
  return found.length ? found : lanes;
}

/** @param {"loss" | "quality"} what @returns {Line[]} */
const parts = (what) => [{ column: `train_${what}`, style: "train" }, { column: `test_${what}`, style: "test" }];

/** An axis up to 1. @param {Extent[]} ranges @param {boolean} classes @returns {CurveScale} */
function shareScale(ranges, classes) {
  const least = Math.min(...ranges.map((range) => range.least));
  if (!Number.isFinite(least)) return { kind: "empty", low: 0, high: 1, rail: "", knee: 1 };
  const lowest = classes ? Math.floor(10 * least - 1e-9) / 10 : Math.min(0, least);
  const low = Math.max(lowest, classes ? 0 : LEAST_R2);
  return { kind: "linear", low, high: 1 + 0.06 * (1 - low), rail: "", knee: 1 };
}

/** @param {CurveScale} scale */
const noteOf = ({ kind, rail }) => (kind !== "log" ? "" : rail ? `log; last line: ${rail}` : "log");

/** Marks of an upright axis. @param {LearningPanel} panel @param {number} count */
export function marksOf({ scale, write }, count) {
  const share = write === percent;
  return curveTicks(scale, count).map(({ value, words }) => ({ value, words: share ? `${pretty(100 * value)} %` : grouped(words) }));
}

/** Marks along the foot. @param {LearningPlan} plan */
export const footMarks = ({ total, across }) =>
  roundTicks(0, total, 5)
    .filter((value) => across === "epochs" || Number.isInteger(value))
    .map((value) => ({ value, words: Number.isInteger(value) ? counted(value) : pretty(value, 4) }));

/** What is across, and up to where if not to the end. @param {LearningPlan} plan */
export const footWords = ({ across, total, uneven }) =>
  uneven?.shortest === total
    ? `to ${endWords(total)} ${across}, where the shortest ends`
    : { steps: "steps", epochs: "epochs", examples: "examples seen" }[across];

/** An end of an axis in words. @param {number} value */
export const endWords = (value) => (value < 100 ? pretty(value, 2) : counted(Math.round(value)));

/** Pixels from the left of a value of the axis. @param {LearningPlan} plan @param {number} value */
export const acrossValue = ({ left, right, total }, value) => left + ((right - left) * value) / Math.max(total, 1e-9);

/** Where a racer of a pace is at a step. @param {LearningPlan} plan @param {Pace} pace @param {number} step */
export const acrossStep = (plan, { batches }, step) => acrossValue(plan, acrossAt(batches, step, plan.across));

/** The step meant by a place, not rounded; null where nothing is drawn. @param {LearningPlan} plan @param {number} x */
export const stepUnder = ({ paces, across, total, left, right }, x) =>
  stepOfPaces(paces, Math.max(0, ((x - left) / (right - left)) * total), across);
