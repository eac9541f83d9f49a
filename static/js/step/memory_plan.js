// What a rule remembers, over the steps: which curves there are, on which axes, and where.

import { pretty } from "../lib/number.js";
import { curveScale } from "../plots/curve_scale.js";
import { TINY } from "../plots/extents.js";

/** @import { CurveScale } from "../plots/curve_scale.js" */
/** @import { Extent } from "../plots/extents.js" */

/**
 * As the server tells it: one run's state at chosen steps.
 *
 * @typedef {object} Memory
 * @property {number[]} steps
 * @property {{ symbol: string, name: string, mathml: string, values: (number | null)[][] }[]} series
 *     one list for each coordinate
 * @property {{ largest: (number | null)[], product: (number | null)[], limit: (number | null)[] | null, theorem: boolean } | null} curvature
 *
 * @typedef {object} Curve
 * @property {number} racer  0 or 1
 * @property {number} coordinate
 * @property {string} letter  at its end
 * @property {boolean} bound  a limit, not what was measured
 * @property {number[]} steps
 * @property {(number | null)[]} values
 *
 * @typedef {object} Quantity  what can be shown, and its curves
 * @property {string} key
 * @property {string} symbol
 * @property {string} mathml
 * @property {string} name
 * @property {Curve[]} curves
 *
 * @typedef {object} MemoryPanel
 * @property {Quantity} quantity
 * @property {string} note  how the axis is to be read
 * @property {CurveScale} scale
 * @property {number} top
 * @property {number} bottom
 * @property {number} rail
 *
 * @typedef {object} MemoryPlan
 * @property {MemoryPanel[]} panels
 * @property {number} left
 * @property {number} right
 * @property {number} steps
 * @property {number} height
 */

export const CURVATURE = "curvature";
const EVERY_RULE = ["g", "η_eff", CURVATURE]; // has these: a memory says more

const TITLE = 40; // pixels above each axis: its name, and below it the numbers
const HEIGHT = 84;
const FOOT = 34; // below the last axis, for the steps
const RAIL = 9; // below an axis, for what is 0
const SPREAD = 50; // times the usual size: beyond this an axis with both signs is logarithmic

/**
 * Everything that can be shown of one or two racers. What both have is one quantity.
 *
 * @param {(Memory | undefined)[]} memories
 * @param {string[]} coordinates
 * @returns {Quantity[]}
 */
export function quantitiesOf(memories, coordinates) {
  /** @type {Map<string, Quantity>} */
  const found = new Map();
  const letterOf = (/** @type {number} */ place) => (coordinates.length > 1 ? coordinates[place] : "");
  memories.forEach((memory, racer) => {
    for (const { symbol, name, mathml, values } of memory?.series ?? []) {
      const curves = values.map((list, coordinate) => ({
        racer, coordinate, letter: letterOf(coordinate), bound: false,
        steps: memory?.steps ?? [], values: list,
      }));
      add(found, { key: symbol, symbol, mathml, name, curves });
    }
  });
  memories.forEach((memory, racer) => {
    if (memory?.curvature) add(found, against(memory.steps, memory.curvature, racer));
  });
  return [...found.values()];
}

/** @param {Map<string, Quantity>} found @param {Quantity} quantity */
function add(found, quantity) {
  const known = found.get(quantity.key);
  if (known) known.curves.push(...quantity.curves);
  else found.set(quantity.key, quantity);
}

/**
 * The product of rate and curvature, and what it must stay below.
 *
 * @param {number[]} steps
 * @param {NonNullable<Memory["curvature"]>} curvature
 * @param {number} racer
 * @returns {Quantity}
 */
function against(steps, { product, limit }, racer) {
  const curve = { racer, coordinate: 0, letter: "", bound: false, steps, values: product };
  const bound = limit ? [{ ...curve, letter: "limit", bound: true, values: limit }] : [];
  return { key: CURVATURE, symbol: "ηλ", mathml: "", name: "rate × curvature", curves: [curve, ...bound] };
}

/**
 * What is shown until the person chooses: the curvature of a run that went wrong, else what the
 * rule remembers first.
 *
 * @param {Quantity[]} quantities
 * @param {string[]} statuses  of the runs
 * @returns {string[]} keys
 */
export function usual(quantities, statuses) {
  const wrong = statuses.some((status) => status === "diverged" || status === "stalled");
  const curvature = quantities.some(({ key }) => key === CURVATURE);
  if (curvature && (wrong || quantities.length === 1)) return [CURVATURE];
  const remembered = quantities.filter(({ key }) => !EVERY_RULE.includes(key));
  return (remembered.length ? remembered.slice(0, 2) : quantities.slice(0, 1)).map(({ key }) => key);
}

/**
 * @param {Quantity[]} quantities  those that are shown
 * @param {number} width
 * @param {number} steps
 * @param {number} size  1, or more for a projector
 * @returns {MemoryPlan}
 */
export function planned(quantities, width, steps, size) {
  let top = 0;
  const panels = quantities.map((quantity) => {
    const scale = scaleOf(quantity.curves.map(({ values }) => values));
    top += TITLE * size;
    const bottom = top + HEIGHT * size;
    const rail = bottom + RAIL * size;
    const panel = { quantity, scale, note: noteOf(scale), top, bottom, rail };
    top = scale.rail ? rail + 3 * size : bottom;
    return panel;
  });
  return { panels, left: 52 * size, right: width - 18 * size, steps, height: top + FOOT * size };
}

/** @param {CurveScale} scale */
const noteOf = ({ kind }) => (kind === "log" ? "log" : kind === "symlog" ? "log both ways from 0" : "");

/**
 * Linear, or logarithmic where sizes are far apart; both ways from 0 where there are both signs.
 *
 * @param {(number | null)[][]} lists
 * @returns {CurveScale}
 */
export function scaleOf(lists) {
  const extents = lists.map(extentOf);
  if (!extents.some(({ below }) => below)) return curveScale(extents, "auto");
  const sizes = lists.flat().filter((value) => value !== null && value !== 0).map((value) => Math.abs(value ?? 0)).sort((a, b) => a - b);
  const far = sizes[sizes.length - 1] > SPREAD * sizes[sizes.length >> 1];
  return far ? curveScale(extents, "symlog") : linear(extents);
}

/** @param {Extent[]} extents @returns {CurveScale} */
function linear(extents) {
  const least = Math.min(...extents.map((extent) => extent.least));
  const greatest = Math.max(...extents.map((extent) => extent.greatest));
  const room = greatest > least ? 0.08 * (greatest - least) : Math.abs(least) || 1;
  return { kind: "linear", low: least - room, high: greatest + room, rail: "", knee: 1 };
}

/** @param {(number | null)[]} values @returns {Extent} */
function extentOf(values) {
  const there = /** @type {number[]} */ (values.filter((value) => value !== null));
  const least = Math.min(Infinity, ...there);
  return {
    read: values.length,
    least,
    greatest: Math.max(-Infinity, ...there),
    tiniest: Math.min(Infinity, ...there.filter((value) => value >= TINY)),
    zero: there.includes(0),
    below: least < 0,
    hidden: there.some((value) => value > 0 && value < TINY),
    first: there.find((value) => value !== 0) ?? NaN, // a memory begins at 0
    at: 0,
  };
}

/**
 * The place in a curve that holds at a step: the last one not after it.
 *
 * @param {number[]} steps  rising
 * @param {number} step
 */
export function placeAt(steps, step) {
  let low = 0;
  let high = steps.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (steps[middle] <= step) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/**
 * What a quantity's curves are at a step, for one racer: "x 0.3, y −2".
 *
 * @param {Quantity} quantity
 * @param {number} racer
 * @param {number} step
 */
export function readAt({ curves }, racer, step) {
  const mine = curves.filter((curve) => curve.racer === racer);
  const words = mine.map(({ letter, steps, values }) => {
    const place = placeAt(steps, step);
    const value = step > (steps[steps.length - 1] ?? -1) ? null : values[place];
    return `${letter} ${pretty(value ?? NaN)}`.trim();
  });
  return words.join(", ");
}
