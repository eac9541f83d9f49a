// The relief as a figure: a pure function of the surface and the race.

import { pretty } from "../lib/number.js";
import { places } from "./contour.js";
import { heightAt } from "./heights.js";
import { colourTicks, heightScale, scaled } from "./levels.js";

/** @import { Entrant } from "./entrants.js" */
/** @import { Heights } from "./heights.js" */
/** @import { HeightScale } from "./levels.js" */
/** @import { Skin } from "./skin.js" */

const MOST = 300; // points of a line
const LIFT = 0.04; // of the height: lines lie above the ground, not in it
const HEAD = 0.08; // of the height: markers stand above the lines

/** What scatter3d offers for our markers. @type {Record<string, string>} */
const SYMBOLS = {
  circle: "circle", square: "square", diamond: "diamond", cross: "cross",
  triangle: "diamond-open", star: "x", hexagon: "circle-open", pentagon: "square-open",
};

/**
 * @typedef {{ x: number[], y: number[], z: number[] }} Line
 *
 * @typedef {object} Relief
 * @property {Heights} drawn  its values are scaled, as they are drawn
 * @property {HeightScale} scale
 * @property {boolean} above  heights are measured from the lowest point
 */

/** @param {Heights} heights @param {boolean} above @returns {Relief} */
export function reliefOf(heights, above) {
  const scale = heightScale(heights.values, above);
  const values = heights.values.map((value) => Math.max(scale.low, scaled(scale, value)));
  return { drawn: { ...heights, values }, scale, above };
}

/**
 * Each racer's line up to a step, and markers at the heads.
 *
 * @param {Entrant[]} entrants
 * @param {number} step
 * @param {Relief} relief
 * @param {Skin} skin
 * @returns {(Line & object)[]}
 */
export function lines(entrants, step, relief, skin) {
  const drawn = entrants.map(({ lane, since }) =>
    lane ? thinLine(lane, since, Math.min(step, lane.length - 1), relief) : { x: [], y: [], z: [] },
  );
  const trails = entrants.map(({ name, look }, place) => ({
    type: "scatter3d",
    mode: "lines",
    name,
    ...drawn[place],
    line: { color: look.color, width: 5 * skin.scale, dash: dashOf(look.dash) },
    hoverinfo: "name",
    showlegend: false,
  }));
  const lift = (HEAD - LIFT) * (relief.scale.high - relief.scale.low);
  const last = (/** @type {"x" | "y" | "z"} */ name) => drawn.map((line) => line[name].at(-1) ?? NaN);
  const heads = {
    type: "scatter3d",
    mode: "markers",
    x: last("x"),
    y: last("y"),
    z: last("z").map((height) => height + lift),
    text: entrants.map(({ name }) => name),
    marker: {
      color: entrants.map(({ look }) => look.color),
      symbol: entrants.map(({ look }) => SYMBOLS[look.marker]),
      size: 7 * skin.scale,
      line: { width: 1, color: skin.ground },
    },
    hoverinfo: "text",
    showlegend: false,
  };
  return [...trails, heads];
}

/**
 * A line on the ground as it is drawn, which is coarser than the one that is raced on.
 *
 * @param {{ x: ArrayLike<number>, y: ArrayLike<number>, gap: ArrayLike<number> }} lane
 * @param {number} first
 * @param {number} last
 * @param {Relief} relief
 * @returns {Line}
 */
function thinLine({ x, y, gap }, first, last, { drawn, scale }) {
  const { region } = drawn;
  const stride = Math.max(1, Math.ceil((last - first) / MOST));
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
    line.z.push(Math.max(heightAt(drawn, x[step], y[step]), scaled(scale, gap[step])) + raised);
  };
  for (let step = first; step < last; step += stride) add(step);
  if (first <= last) add(last);
  return line;
}

/** @param {number[]} dash */
function dashOf(dash) {
  if (!dash.length) return "solid";
  if (dash.length > 2) return "dashdot";
  return dash[0] <= 3 ? "dot" : dash[0] >= 12 ? "longdash" : "dash";
}

/**
 * @param {Relief} relief
 * @param {object[]} moving
 * @param {Skin} skin
 * @param {{ width: number, height: number }} size
 * @param {string} key  of the surface: the camera is kept while it is the same
 */
export function reliefFigure({ drawn, scale, above }, moving, skin, size, key) {
  const { region, resolution, values } = drawn;
  const z = Array.from({ length: resolution }, (_, row) =>
    Array.from(values.subarray(row * resolution, (row + 1) * resolution)),
  );
  const [low, middle, high] = skin.relief;
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
        colorscale: [[0, low], [0.5, middle], [1, high]],
        showscale: false,
        hoverinfo: "skip",
        lighting: { ambient: 0.85, diffuse: 0.35, specular: 0.05, roughness: 0.9 },
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
        aspectratio: { x: 1, y: 1, z: 0.45 },
        camera: { eye: { x: 0.2, y: -0.8, z: 1.75 }, center: { x: 0, y: 0, z: -0.1 } },
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
