import { markerPath } from "./looks.js";

/** @import { Look } from "./looks.js" */

const SVG = "http://www.w3.org/2000/svg";
const WIDTH = 32;
const HEIGHT = 18;

/**
 * A racer's look beside its name: a piece of its line with its marker at the head.
 *
 * @param {Look} look
 * @returns {SVGElement}
 */
export function swatch(look) {
  const picture = part("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: "swatch", "aria-hidden": "true" });
  drawSwatch(picture, look);
  return picture;
}

/**
 * Draw a look into an <svg> of a swatch's size.
 *
 * @param {Element} svg
 * @param {Look} look
 */
export function drawSwatch(svg, { color, dash, marker }) {
  svg.replaceChildren(
    part("path", {
      d: `M1 ${HEIGHT / 2}H${WIDTH - 1}`,
      stroke: color,
      "stroke-width": "2.5",
      "stroke-dasharray": dash.join(" ") || "none",
    }),
    part("path", {
      d: markerPath(marker, 6),
      transform: `translate(${WIDTH / 2} ${HEIGHT / 2})`,
      fill: color,
      class: "swatch-head",
    }),
  );
}

/** @param {string} name @param {Record<string, string>} attributes @returns {SVGElement} */
function part(name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return /** @type {SVGElement} */ (made);
}
