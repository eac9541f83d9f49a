// The plane through the weights as a figure: loss and axes. A pure function of what stands still.

import { places } from "../../plots/contour.js";
import { colourTicks } from "../../plots/levels.js";

/** @import { Region } from "../../plots/region.js" */
/** @import { Skin } from "../../plots/skin.js" */
/** @import { WeightPlane } from "./paths.js" */

const NARROW = 430; // pixels: below, there is no room for a colour bar
const TINY = 0.01; // per cent: less is said as less than that

/**
 * @param {object} view
 * @param {WeightPlane} view.plane
 * @param {Region} view.seen
 * @param {number} view.width
 * @param {number} view.height
 * @param {Skin} view.skin
 */
export function weightFigure({ plane, seen, width, height, skin }) {
  const wide = width >= NARROW;
  const [first, second] = plane.explained.map(percent);
  return {
    data: ground(plane, wide, skin),
    layout: {
      width,
      height,
      margin: { l: 50 * skin.scale, r: wide ? 66 * skin.scale : 10, t: 6, b: 38 * skin.scale, autoexpand: false },
      paper_bgcolor: "rgba(0,0,0,0)",
      plot_bgcolor: "rgba(0,0,0,0)",
      font: { family: skin.font, color: skin.ink },
      xaxis: axis(`first component, ${first}`, seen.x, skin),
      yaxis: axis(`second component, ${second}`, seen.y, skin),
      dragmode: "pan",
      hovermode: false,
      showlegend: false,
    },
  };
}

/** @param {number} share */
export const percent = (share) => {
  const hundred = 100 * share;
  if (hundred > 0 && hundred < TINY) return `under ${TINY} %`;
  return `${hundred >= 99.5 || hundred < 9.95 ? Number(hundred.toPrecision(2)) : Math.round(hundred)} %`;
};

/** @param {WeightPlane} plane @param {boolean} wide @param {Skin} skin */
function ground({ heights, scale, z, levels, region, part }, wide, skin) {
  const grid = { x: places(region.x, heights.resolution), y: places(region.y, heights.resolution), z, hoverinfo: "skip" };
  const ticks = colourTicks(scale);
  return [
    {
      type: "heatmap",
      ...grid,
      zsmooth: "fast",
      zauto: false,
      zmin: scale.low,
      zmax: scale.high,
      colorscale: [[0, skin.low], [0.5, skin.middle], [1, skin.high]],
      showscale: wide,
      colorbar: {
        thickness: 8, len: 0.72, x: 1, xpad: 10, outlinewidth: 0, ticks: "",
        tickvals: ticks.at,
        ticktext: ticks.words,
        tickfont: { size: 11 * skin.scale, color: skin.quiet },
        title: { text: `${part}<br>loss<br>&nbsp;`, side: "top", font: { size: 12 * skin.scale, color: skin.quiet } },
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

/** @param {string} name @param {[number, number]} range @param {Skin} skin */
const axis = (name, range, skin) => ({
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
