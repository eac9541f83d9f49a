import { isDark, look, markerPath } from "../lib/looks.js";

const SVG = "http://www.w3.org/2000/svg";

/**
 * Draw a racer's look: a piece of its line with its marker at the head.
 *
 * @param {Element} svg 32 wide, 18 high
 * @param {number} number
 */
export function drawSwatch(svg, number) {
  const { color, dash, marker } = look(number, isDark());
  const line = document.createElementNS(SVG, "path");
  line.setAttribute("d", "M1 9H31");
  line.setAttribute("stroke", color);
  line.setAttribute("stroke-width", "2.5");
  line.setAttribute("stroke-dasharray", dash.join(" ") || "none");
  const head = document.createElementNS(SVG, "path");
  head.setAttribute("d", markerPath(marker, 6));
  head.setAttribute("transform", "translate(16 9)");
  head.setAttribute("fill", color);
  head.setAttribute("class", "swatch-head");
  svg.replaceChildren(line, head);
}
