// Sentences about an opened step that are the page's own: where it stands, and how the ground curves.

import { pretty } from "../lib/number.js";

/** @import { Curvature } from "./opened.js" */

/** Which move is open. @param {number} step */
export const headWords = (step) => `Step ${step} → ${step + 1}`;

/**
 * What is to be known of it.
 *
 * @param {number} step
 * @param {number} steps  of the race
 * @param {boolean} playing
 */
export function whenWords(step, steps, playing) {
  if (playing) return "The race plays: pause to read.";
  return step < steps ? "" : "The race is over: the move that would come next.";
}

/** Why a racer has no such step. @param {string} name @param {number} last */
export const endedWords = (name, last) => `${name} left the finite numbers after step ${last}: there is no later step to open.`;

/**
 * How the ground curves at the point, and what that means for the rate.
 *
 * @param {Curvature} curvature
 */
export function curvatureWords(curvature) {
  const { eigenvalues: [small, large], product, limit, theorem } = curvature;
  const sizes = `λ = ${pretty(large)} and ${pretty(small)}`;
  const shape = `${shapeOf(small, large)} (${sizes}).`;
  if (product === null) return shape;
  const rate = theorem ? "Rate" : "Effective rate";
  if (limit === null) return `${shape} ${rate} times curvature is ${pretty(product)}; nothing bounds it here.`;
  const side = product > limit ? "above" : product < limit ? "below" : "at";
  const guide = theorem ? "" : ", a guide: as if the rule went on to scale as it does now";
  return `${shape} ${rate} times curvature is ${pretty(product)}, ${side} the limit ${pretty(limit)}${guide}.`;
}

/** @param {number} small @param {number} large */
function shapeOf(small, large) {
  if (small > 0) return "The ground curves upward both ways, a bowl";
  if (large < 0) return "The ground curves downward both ways, a dome";
  if (small < 0 && large > 0) return "The ground curves upward one way and downward the other, a saddle";
  return "The ground is flat at least one way";
}
