// The races of the lesson on the page, as specs.

import { byId } from "../lib/dom.js";
import { initialSpec } from "../spec/first.js";
import { specFrom } from "../spec/from_request.js";
import { requestOf } from "../spec/request.js";

/** @import { Catalog, Spec, View } from "../types.js" */

/**
 * @typedef {object} LessonRace
 * @property {string} label
 * @property {Record<string, any>} request  a body of POST /api/run
 * @property {string[]} ids  of its racers
 * @property {(string | null)[]} says  a caption of each
 * @property {Record<string, any>} view
 */

/**
 * @typedef {object} Lesson
 * @property {string} name
 * @property {number} answer  the right choice, counted from 1
 * @property {Record<string, LessonRace>} races  the first is the one on show
 */

/** The lesson that the page was sent with. @returns {Lesson} */
export const lessonHere = () => JSON.parse(byId("lesson-data").textContent);

/** @param {LessonRace} race */
export const isOfNetworks = ({ request }) => request.problem.kind === "network";

/** @param {Catalog} catalog @param {LessonRace} race @param {Spec} [before] @returns {Spec} */
export const specOf = (catalog, race, before = initialSpec(catalog)) =>
  specFrom(catalog, before, race.request, race.ids);

/**
 * How a race is looked at: as any is, but for what it says itself.
 *
 * @param {LessonRace} race
 * @returns {Partial<View>}
 */
export function viewOf({ view: { network_tab, loss_threshold, ...view } }) {
  return {
    tab: "2d",
    reading: "race",
    opened: [],
    parameter: null,
    fair: "own",
    budget: "steps",
    cloud: 0,
    ...view,
    ...(network_tab ? { networkTab: network_tab } : {}),
    ...(loss_threshold ? { lossThreshold: loss_threshold } : {}),
  };
}

/** Whether two specs ask for the same race. @param {Spec} one @param {Spec} other */
export const isSameRace = (one, other) => asked(one) === asked(other);

/** @param {Spec} spec */
const asked = (spec) => JSON.stringify(requestOf(spec, spec.racers.map(({ id }) => id)), inOrder);

/** Names in one order, whoever wrote them. @param {string} _ @param {unknown} value */
const inOrder = (_, value) =>
  value && typeof value === "object" && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;
