// The map as a figure: ground, minima and axes. A pure function of what stands still.

import { pretty } from "../lib/number.js";
import { colourTicks, contourLevels, scaled } from "./levels.js";

/** @import { Heights } from "./heights.js" */
/** @import { HeightScale } from "./levels.js" */
/** @import { Region } from "./region.js" */
/** @import { Skin } from "./skin.js" */

/**
 * @typedef {object} Ground
 * @property {Heights} heights
 * @property {HeightScale} scale
 * @property {number[][]} z  scaled, the same array until the heights change
 * @property {{ start: number, end: number, size: number }} levels
 *
 * @typedef {object} MapView
 * @property {Ground | null} ground  null until it is known
 * @property {[number, number, number][]} minima
 * @property {boolean} moved  their numbers are heights above the lowest, found on the grid
 * @property {boolean} above  heights are measured from the lowest point
 * @property {Region} seen
 * @property {number} width
 * @property {number} height
 * @property {Skin} skin
 */

const USUAL = 0.85; // of the ground is below the height that contours are spaced for
const MANY = 20; // minima: beyond, those that are not the lowest are dots
const NARROW = 430; // pixels: below, there is no room for a colour bar

/**
 * @param {Heights} heights
 * @param {HeightScale} scale
 * @returns {Ground}
 */
export function groundOf(heights, scale) {
  const { resolution, values } = heights;
  const z = Array.from({ length: resolution }, (_, row) =>
    Array.from({ length: resolution }, (_, column) =>
      scaled(scale, values[row * resolution + column]),
    ),
  );
  const sorted = z.flat().sort((a, b) => a - b);
  const low = scale.log ? sorted[Math.round(0.01 * sorted.length)] : sorted[0];
  const top = Math.min(sorted[sorted.length - 1], scale.high + (scale.high - scale.low));
  return { heights, scale, z, levels: contourLevels(low, top, sorted[Math.round(USUAL * (sorted.length - 1))]) };
}

/** @param {MapView} view */
export function mapFigure(view) {
  return { data: [...ground(view), minima(view)], layout: layout(view) };
}

/** The places of points between two ends. @param {[number, number]} side @param {number} count */
export function places([low, high], count) {
  return Array.from({ length: count }, (_, k) => low + ((high - low) * k) / (count - 1));
}

/** @param {MapView} view */
function ground({ ground: known, above, width, skin }) {
  if (!known) return [];
  const { heights, scale, z, levels } = known;
  const ticks = colourTicks(scale);
  const grid = {
    x: places(heights.region.x, heights.resolution),
    y: places(heights.region.y, heights.resolution),
    z,
    hoverinfo: "skip",
  };
  return [
    {
      type: "heatmap",
      ...grid,
      zsmooth: "fast", // the only kind that is drawn beyond what is seen, for the hand that pans
      zauto: false,
      zmin: scale.low,
      zmax: scale.high,
      colorscale: [[0, skin.low], [0.5, skin.middle], [1, skin.high]],
      showscale: width >= NARROW,
      colorbar: {
        thickness: 8,
        len: 0.72,
        x: 1,
        xpad: 10,
        outlinewidth: 0,
        ticks: "",
        tickvals: ticks.at,
        ticktext: ticks.words,
        tickfont: { size: 11 * skin.scale, color: skin.quiet },
        title: {
          text: `${above ? "f − f*" : "f"}<br>&nbsp;`,
          side: "top",
          font: { size: 12 * skin.scale, color: skin.quiet },
        },
      },
    },
    {
      type: "contour",
      ...grid,
      autocontour: false,
      contours: { ...levels, coloring: "none" },
      line: { color: skin.contour, width: 0.8 * skin.scale, smoothing: 0.6 },
      showscale: false,
    },
  ];
}

/** @param {MapView} view */
function minima({ minima: found, moved, skin }) {
  const lowest = Math.min(...found.map((minimum) => minimum[2]));
  const near = moved ? 1e-3 : 1e-6;
  const digits = moved ? 2 : 4;
  const best = found.map(([, , value]) => value - lowest <= near * (1 + Math.abs(lowest)));
  return {
    type: "scatter",
    mode: "markers",
    x: found.map(([x]) => x),
    y: found.map(([, y]) => y),
    text: found.map(
      ([x, y, value], place) =>
        `${best[place] ? "lowest point" : "local minimum"}<br>` +
        `${moved ? "f − f*" : "f"} = ${pretty(value, digits)} at (${pretty(x, digits)}, ${pretty(y, digits)})`,
    ),
    hovertemplate: "%{text}<extra></extra>",
    marker: {
      symbol: best.map((lowestOne) => (lowestOne || found.length <= MANY ? "asterisk-open" : "circle")),
      size: best.map((lowestOne) => (lowestOne ? 14 : found.length <= MANY ? 8 : 3) * skin.scale),
      opacity: best.map((lowestOne) => (lowestOne ? 1 : 0.6)),
      color: skin.ink,
      line: { color: skin.ink, width: best.map((lowestOne) => (lowestOne ? 2 : found.length <= MANY ? 1.2 : 0) * skin.scale) },
    },
    showlegend: false,
  };
}

/** @param {MapView} view */
function layout({ seen, width, height, skin }) {
  const axis = (/** @type {string} */ name, /** @type {[number, number]} */ range) => ({
    title: { text: name, standoff: 4, font: { size: 13 * skin.scale, color: skin.quiet } },
    range: [...range],
    autorange: false,
    showgrid: false,
    zeroline: false,
    ticks: "",
    nticks: 7,
    tickfont: { size: 12 * skin.scale, color: skin.quiet },
    minexponent: 4,
  });
  return {
    width,
    height,
    margin: {
      l: 46 * skin.scale,
      r: width >= NARROW ? 62 * skin.scale : 10,
      t: 6,
      b: 38 * skin.scale,
      autoexpand: false,
    },
    paper_bgcolor: "rgba(0,0,0,0)",
    plot_bgcolor: skin.middle,
    font: { family: skin.font, color: skin.ink },
    xaxis: axis("x", seen.x),
    yaxis: axis("y", seen.y),
    dragmode: "pan",
    hovermode: "closest",
    hoverlabel: { bgcolor: skin.ground, bordercolor: skin.faint, font: { color: skin.ink, size: 13 } },
    showlegend: false,
  };
}

/**
 * Pixels left, right, above and below the part that shows the plane, as in `layout`.
 *
 * @param {number} width
 * @param {Skin} skin
 */
export function margins(width, skin) {
  return { across: (46 + (width >= NARROW ? 62 : 10 / skin.scale)) * skin.scale, down: 6 + 38 * skin.scale };
}
