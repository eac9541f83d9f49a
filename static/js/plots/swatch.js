import { markerPath } from "../lib/looks.js";

/** @import { Look } from "../lib/looks.js" */

const SVG = "http://www.w3.org/2000/svg";

/**
 * A racer's line and marker, beside its name.
 *
 * @param {Look} look
 * @returns {SVGSVGElement}
 */
export function swatch(look) {
  const picture = part("svg", { viewBox: "0 0 34 14", width: "34", height: "14", "aria-hidden": "true" });
  picture.append(
    part("line", {
      x1: "1", y1: "7", x2: "33", y2: "7",
      stroke: look.color, "stroke-width": "2", "stroke-dasharray": look.dash.join(" ") || "none",
    }),
    part("path", {
      d: markerPath(look.marker, 5), transform: "translate(17 7)", fill: look.color, class: "swatch-marker",
    }),
  );
  picture.classList.add("swatch");
  return /** @type {SVGSVGElement} */ (picture);
}

/** @param {string} name @param {Record<string, string>} attributes */
function part(name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}
