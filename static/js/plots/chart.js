// The only module that calls Plotly.

/**
 * What is used of Plotly's axis.
 *
 * @typedef {object} Axis
 * @property {number} _offset
 * @property {number} _length
 * @property {[number, number]} range
 * @property {(value: number) => number} d2p
 *
 * @typedef {HTMLElement & {
 *   _fullLayout: any,
 *   on(event: string, listen: (details: any) => void): void,
 * }} Chart
 */

const CONFIG = {
  displayModeBar: false,
  displaylogo: false,
  doubleClick: false,
  responsive: false,
  scrollZoom: true,
  showTips: false,
  modeBarButtonsToRemove: ["sendChartToCloud"],
};

/** @returns {any} */
const plotly = () => /** @type {any} */ (globalThis).Plotly;

/** Whether plotly.min.js has arrived. */
export const canDraw = () => plotly() !== undefined;

/**
 * Draw a figure, new or changed.
 *
 * @param {HTMLElement} place
 * @param {{ data: object[], layout: object }} figure
 * @returns {Promise<Chart>}
 */
export const draw = (place, { data, layout }) => plotly().react(place, data, layout, CONFIG);

/** @param {Chart} chart @param {object} changes @returns {Promise<Chart>} */
export const arrange = (chart, changes) => plotly().relayout(chart, changes);

/** @param {Chart} chart @param {object} changes @param {number[]} traces @returns {Promise<Chart>} */
export const restyle = (chart, changes, traces) => plotly().restyle(chart, changes, traces);

/** @param {HTMLElement} place */
export const clear = (place) => plotly().purge(place);
