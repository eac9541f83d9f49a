// Draws a network: lines, units with their pictures, and what stands beside them.

import { cleared } from "../../plots/canvas.js";
import { connectionsAt, paintConnections, widestLine } from "./connections.js";
import { css, valueColour } from "../answers/palette.js";

/** @import { Skin } from "../../plots/skin.js" */
/** @import { Connection } from "./connections.js" */
/** @import { DrawingPlan } from "./layout.js" */
/** @import { Which } from "./words.js" */
/** @import { UnitPictures } from "./unit_pictures.js" */
/** @import { Trouble } from "./unit_values.js" */

/**
 * Everything that a drawing shows.
 *
 * @typedef {object} Drawing
 * @property {DrawingPlan} plan
 * @property {number[]} sizes
 * @property {Float32Array} weights
 * @property {Connection[]} connections  that there is room for
 * @property {number} widest  the size of a weight that is drawn widest
 * @property {UnitPictures | null} pictures  null until the activation is known
 * @property {Trouble[][] | null} troubles
 * @property {string[][]} heads  lines above each layer: its name, what its pictures' colours stand for, its troubles
 * @property {string[]} inputs  names of the inputs
 * @property {string[][]} outputs  lines beside each output
 */

/** @typedef {{ unit: Which | null, connection: Connection | null, open: Which | null }} Pointed */

const NAME = 12; // CSS pixels
const SMALL = 11;
const LINE = 14;

/**
 * @param {HTMLCanvasElement} canvas
 * @param {Skin} skin
 * @param {Drawing} drawing
 * @param {Pointed} pointed
 */
export function paintDrawing(canvas, skin, drawing, { unit, connection, open }) {
  const { plan, sizes, weights, widest, connections } = drawing;
  const pen = cleared(canvas, plan.width, plan.height);
  const colours = signColours(skin.dark);
  const lines = { ...colours, most: widestLine(plan, connections.length) };
  const chosen = unit ? connectionsAt(sizes, weights, unit) : connection ? [connection] : [];
  const faint = chosen.length > 0;
  paintConnections(pen, plan, connections, widest, { ...lines, faint });
  if (faint) paintConnections(pen, plan, chosen, widest, { ...lines, faint: false });
  plan.layers.forEach((_, place) => {
    paintHead(pen, skin, plan, place, drawing.heads[place]);
    paintUnits(pen, skin, drawing, place, [unit, open]);
  });
}

/** The colours of weights above and below 0, as those of values. @param {boolean} dark */
export const signColours = (dark) => ({ above: css(valueColour(1, dark)), below: css(valueColour(-1, dark)) });

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {Skin} skin
 * @param {DrawingPlan} plan
 * @param {number} layer
 * @param {string[]} lines
 */
function paintHead(pen, skin, { layers, scale }, layer, lines) {
  const { x } = layers[layer];
  const room = Math.min(...[layers[layer - 1], layers[layer + 1]].map((next) => (next ? Math.abs(next.x - x) : Infinity)));
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  lines.forEach((line, place) => {
    pen.font = `${place ? 500 : 600} ${(place ? SMALL : NAME) * scale}px ${skin.font}`;
    pen.fillStyle = place === 0 ? skin.ink : place === 1 ? skin.quiet : skin.warn;
    const fits = pen.measureText(line).width < room - 6 * scale;
    pen.fillText(fits ? line : line.replace(/ of \d+/, ""), x, (8 + LINE * place) * scale, room - 8 * scale);
  });
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {Skin} skin
 * @param {Drawing} drawing
 * @param {number} layer
 * @param {(Which | null)[]} marked
 */
function paintUnits(pen, skin, { plan, pictures, troubles, inputs, outputs }, layer, marked) {
  const { scale } = plan;
  const { node, units, named, kind } = plan.layers[layer];
  const colours = { ink: skin.ink, zero: skin.faint };
  pen.setLineDash([]);
  pen.textBaseline = "middle";
  units.forEach(({ x, y }, unit) => {
    const [left, top] = [x - node / 2, y - node / 2];
    pen.fillStyle = skin.ground;
    pen.fillRect(left, top, node, node);
    pictures?.paint(pen, { layer, unit }, { x: left, y: top, size: node }, colours);
    const strong = marked.some((which) => which?.layer === layer && which.unit === unit);
    pen.strokeStyle = strong ? skin.accent : skin.quiet;
    pen.lineWidth = (strong ? 2.5 : node > 20 * scale ? 1 : 0.5) * scale;
    pen.strokeRect(left, top, node, node);
    const trouble = troubles?.[layer]?.[unit];
    if (trouble) paintTrouble(pen, skin, trouble, left + node, top, Math.min(7 * scale, node * 0.3));
    pen.font = `500 ${NAME * scale}px ${skin.font}`;
    pen.fillStyle = skin.ink;
    if (kind === "input" && named) {
      pen.textAlign = "right";
      pen.fillText(inputs[unit], left - 6 * scale, y);
    } else if (kind === "output" && named) {
      pen.textAlign = "left";
      const first = y - ((outputs[unit].length - 1) * LINE * scale) / 2;
      outputs[unit].forEach((line, place) => pen.fillText(line, left + node + 6 * scale, first + place * LINE * scale));
    }
  });
}

/**
 * A cross on a dead unit, a flat line on a saturated one.
 *
 * @param {CanvasRenderingContext2D} pen
 * @param {Skin} skin
 * @param {Trouble} trouble
 * @param {number} x
 * @param {number} y
 * @param {number} radius
 */
function paintTrouble(pen, skin, trouble, x, y, radius) {
  const reach = radius * 0.5;
  pen.beginPath();
  pen.arc(x, y, radius, 0, 2 * Math.PI);
  pen.fillStyle = skin.warn;
  pen.fill();
  pen.strokeStyle = skin.ground;
  pen.lineWidth = Math.max(1.25, radius * 0.28);
  pen.stroke();
  pen.beginPath();
  if (trouble === "dead") {
    pen.moveTo(x - reach, y - reach);
    pen.lineTo(x + reach, y + reach);
    pen.moveTo(x - reach, y + reach);
    pen.lineTo(x + reach, y - reach);
  } else {
    pen.moveTo(x - reach * 1.2, y);
    pen.lineTo(x + reach * 1.2, y);
  }
  pen.stroke();
}
