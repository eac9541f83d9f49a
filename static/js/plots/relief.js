// The relief as a figure: a pure function of the surface and the race.

import { pretty } from "../lib/number.js";
import { places } from "./contour.js";
import { colourTicks, scaled } from "./levels.js";

/** @import { Entrant } from "./entrants.js" */
/** @import { Heights } from "./heights.js" */
/** @import { HeightScale } from "./levels.js" */
/** @import { Region } from "./region.js" */
/** @import { Skin } from "./skin.js" */

const MOST = 300; // points of a line
const LIFT = 0.012; // of the height: lines lie above the ground, not in it

/** What scatter3d offers for our markers. @type {Record<string, string>} */
const SYMBOLS = {
  circle: "circle", square: "square", diamond: "diamond", cross: "cross",
  triangle: "diamond-open", star: "x", hexagon: "circle-open", pentagon: "square-open",
};

/** @typedef {{ x: number[], y: number[], z: number[] }} Line */

/**
 * Each racer's line up to a step, and a marker at its head.
 *
 * @param {Entrant[]} entrants
 * @param {number} step
 * @param {Region} region
 * @param {HeightScale} scale
 * @param {Skin} skin
 * @returns {(Line & object)[]}
 */
export function lines(entrants, step, region, scale, skin) {
  return entrants.map(({ name, look, lane }) => {
    const line = lane
      ? thinLine(lane, Math.min(step, lane.length - 1), region, scale)
      : { x: [], y: [], z: [] };
    const sizes = line.x.map((_, at) => (at === line.x.length - 1 ? 6 * skin.scale : 0));
    return {
      type: "scatter3d",
      mode: "lines+markers",
      name,
      ...line,
      line: { color: look.color, width: 5 * skin.scale, dash: dashOf(look.dash) },
      marker: { color: look.color, size: sizes, symbol: SYMBOLS[look.marker], line: { width: 0 } },
      hoverinfo: "name",
      showlegend: false,
    };
  });
}

/**
 * @param {{ x: ArrayLike<number>, y: ArrayLike<number>, gap: ArrayLike<number> }} lane
 * @param {number} last
 * @param {Region} region
 * @param {HeightScale} scale
 * @returns {Line}
 */
function thinLine({ x, y, gap }, last, region, scale) {
  const stride = Math.max(1, Math.ceil(last / MOST));
  const raised = LIFT * (scale.high - scale.low);
  /** @type {Line} */
  const line = { x: [], y: [], z: [] };
  const add = (/** @type {number} */ step) => {
    const within =
      x[step] >= region.x[0] && x[step] <= region.x[1] &&
      y[step] >= region.y[0] && y[step] <= region.y[1];
    if (!within) return;
    line.x.push(x[step]);
    line.y.push(y[step]);
    line.z.push(Math.max(scale.low, scaled(scale, gap[step])) + raised);
  };
  for (let step = 0; step < last; step += stride) add(step);
  add(last);
  return line;
}

/** @param {number[]} dash */
function dashOf(dash) {
  if (!dash.length) return "solid";
  if (dash.length > 2) return "dashdot";
  return dash[0] <= 3 ? "dot" : dash[0] >= 12 ? "longdash" : "dash";
}

/**
 * @param {Heights} heights
 * @param {HeightScale} scale
 * @param {object[]} moving
 * @param {Skin} skin
 * @param {{ width: number, height: number }} size
 * @param {string} key  of the surface: the camera is kept while it is the same
 * @param {boolean} above
 */
export function reliefFigure({ region, resolution, values }, scale, moving, skin, size, key, above) {
  const z = Array.from({ length: resolution }, (_, row) =>
    Array.from({ length: resolution }, (_, column) =>
      Math.max(scale.low, scaled(scale, values[row * resolution + column])),
    ),
  );
  const ticks = colourTicks(scale);
  const axis = (/** @type {string} */ name) => ({
    title: { text: name },
    showbackground: false,
    gridcolor: skin.faint,
    zeroline: false,
    color: skin.quiet,
    nticks: 5,
    showspikes: false,
  });
  return {
    data: [
      {
        type: "surface",
        x: places(region.x, resolution),
        y: places(region.y, resolution),
        z,
        cmin: scale.low,
        cmax: scale.high,
        colorscale: [[0, skin.low], [0.5, skin.middle], [1, skin.high]],
        showscale: false,
        hoverinfo: "skip",
        lighting: { ambient: 0.75, diffuse: 0.5, specular: 0.05, roughness: 0.9 },
        contours: {
          x: { highlight: false }, y: { highlight: false },
          z: { show: true, usecolormap: false, color: skin.contour, width: 1, highlight: false },
        },
      },
      ...moving,
    ],
    layout: {
      ...size,
      margin: { l: 0, r: 0, t: 0, b: 0, autoexpand: false },
      paper_bgcolor: "rgba(0,0,0,0)",
      font: { family: skin.font, color: skin.quiet, size: 12 * skin.scale },
      uirevision: key,
      showlegend: false,
      scene: {
        uirevision: key,
        aspectmode: "manual",
        aspectratio: { x: 1, y: 1, z: 0.6 },
        camera: { eye: { x: 0.45, y: -1.25, z: 1.5 }, center: { x: 0, y: 0, z: -0.15 } },
        xaxis: axis("x"),
        yaxis: axis("y"),
        zaxis: {
          ...axis(above ? "f − f*" : "f"),
          tickvals: ticks.at,
          ticktext: ticks.words.map((word) => word || pretty(0)),
        },
      },
    },
  };
}
