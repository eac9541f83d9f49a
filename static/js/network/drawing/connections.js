// The lines between units: where they run, how they are drawn, and which is under the pointer.

import { placesOf, weightsOf } from "./drawn_weights.js";

/** @import { DrawingPlan, LayerPlan, Spot } from "./layout.js" */
/** @import { Drawn } from "./drawn_weights.js" */
/** @import { Which } from "./words.js" */

/** A weight between two layers. @typedef {{ layer: number, from: number, to: number, weight: number }} Connection */

/** @typedef {{ above: string, below: string, most: number, faint: boolean }} Lines  `most` is the widest, in CSS pixels */

const WIDTHS = 12; // lines of about the same width are drawn in one go
const THINNEST = 0.6; // CSS pixels
const WIDEST = 7;
const MANY = 110; // lines; more are drawn thinner
const DASH = [4, 2.6]; // of weights below 0, in CSS pixels; longer where lines are wide
const REACH = 5; // CSS pixels, to both sides of a line

/**
 * How wide the widest line may be, between units as large as these and among so many others.
 *
 * @param {DrawingPlan} plan
 * @param {number} count
 */
export function widestLine({ layers, scale }, count) {
  const room = Math.min(WIDEST, 0.22 * (Math.min(...layers.map(({ node }) => node)) / scale));
  return scale * Math.max(1.6, room * Math.min(1, Math.sqrt(MANY / count)));
}

/** @param {LayerPlan} left @param {Spot} from @param {LayerPlan} right @param {Spot} to */
function ends(left, from, right, to) {
  return { x0: from.x + left.node / 2, y0: from.y, x1: to.x - right.node / 2, y1: to.y };
}

/**
 * Draw lines; thin ones first.
 *
 * @param {CanvasRenderingContext2D} pen
 * @param {DrawingPlan} plan
 * @param {Iterable<Connection>} connections
 * @param {number} widest  the size of a weight that is drawn widest
 * @param {Lines} lines
 */
export function paintConnections(pen, { layers, scale }, connections, widest, { above, below, most, faint }) {
  /** @type {(Path2D | undefined)[]} */
  const paths = [];
  for (const { layer, from, to, weight } of connections) {
    const size = widest > 0 ? Math.abs(weight) / widest : 0;
    const group = 2 * Math.round(size * WIDTHS) + Number(weight < 0);
    const path = (paths[group] ??= new Path2D());
    const { x0, y0, x1, y1 } = ends(layers[layer], layers[layer].units[from], layers[layer + 1], layers[layer + 1].units[to]);
    const middle = (x0 + x1) / 2;
    path.moveTo(x0, y0);
    path.bezierCurveTo(middle, y0, middle, y1, x1, y1);
  }
  pen.save();
  paths.forEach((path, group) => {
    if (!path) return;
    const size = Math.floor(group / 2) / WIDTHS;
    pen.lineWidth = THINNEST * scale + size * (most - THINNEST * scale);
    pen.globalAlpha = (faint ? 0.12 : 1) * (0.3 + 0.65 * size);
    pen.strokeStyle = group % 2 ? below : above;
    pen.setLineDash(group % 2 ? DASH.map((part) => part * scale + 0.6 * pen.lineWidth) : []);
    pen.stroke(path);
  });
  pen.restore();
}

/**
 * The weights that are drawn.
 *
 * @param {number[]} sizes
 * @param {Float32Array} parameters
 * @param {Drawn} drawn
 * @returns {Connection[]}
 */
export function connectionsOf(sizes, parameters, { layers }) {
  return placesOf(sizes).flatMap(({ first, outputs }, layer) =>
    Array.from(layers[layer], (at) => ({
      layer,
      from: Math.floor(at / outputs),
      to: at % outputs,
      weight: parameters[first + at],
    })),
  );
}

/**
 * All weights at one unit, drawn or not.
 *
 * @param {number[]} sizes
 * @param {Float32Array} parameters
 * @param {Which} which
 * @returns {Connection[]}
 */
export function connectionsAt(sizes, parameters, { layer, unit }) {
  const { incoming, outgoing } = weightsOf(sizes, parameters, { layer, unit });
  return [
    ...incoming.map(({ other, weight }) => ({ layer: layer - 1, from: other, to: unit, weight })),
    ...outgoing.map(({ other, weight }) => ({ layer, from: unit, to: other, weight })),
  ];
}

/**
 * The line nearest to a place, if it is near.
 *
 * @param {DrawingPlan} plan
 * @param {Connection[]} connections
 * @param {number} x
 * @param {number} y
 */
export function connectionUnder({ layers, scale }, connections, x, y) {
  let nearest = REACH * scale;
  let found = /** @type {Connection | null} */ (null);
  for (const connection of connections) {
    const [left, right] = [layers[connection.layer], layers[connection.layer + 1]];
    const { x0, y0, x1, y1 } = ends(left, left.units[connection.from], right, right.units[connection.to]);
    if (x < x0 || x > x1) continue;
    const along = across((x - x0) / (x1 - x0));
    const away = Math.abs(y0 + (y1 - y0) * along * along * (3 - 2 * along) - y);
    const slope = ((y1 - y0) * 6 * along * (1 - along)) / ((x1 - x0) * (1.5 - 3 * along + 3 * along * along) || 1);
    const distance = away / Math.hypot(1, slope);
    if (distance < nearest) [nearest, found] = [distance, connection];
  }
  return found;
}

/**
 * How far along a line is at a share of its width: the curve goes 1.5 t - 1.5 t² + t³ across.
 *
 * @param {number} share
 */
function across(share) {
  let [low, high] = [0, 1];
  for (let turn = 0; turn < 20; turn++) {
    const t = (low + high) / 2;
    if (t * (1.5 - t * (1.5 - t)) < share) low = t;
    else high = t;
  }
  return (low + high) / 2;
}
