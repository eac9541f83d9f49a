// How many pictures stand side by side, and how large they are.

/**
 * @typedef {object} Arrangement
 * @property {number} columns
 * @property {number} width  of a picture, in CSS pixels
 * @property {number} height  of what is drawn, below its title
 * @property {boolean} scrolls  there are more than fit
 */

const SMALLEST = { width: 104, height: 78 }; // CSS pixels; smaller ones are not drawn but scrolled to
const SCROLLED = 130; // CSS pixels: the width of those
const WIDEST = 1.6; // width by height
const TALLEST = 1.15; // height by width

/**
 * The arrangement in which pictures are largest.
 *
 * @param {number} count
 * @param {{ width: number, height: number }} place
 * @param {{ gap: number, title: number, scale: number }} sizes  between pictures, and of a title
 * @returns {Arrangement}
 */
export function arranged(count, place, { gap, title, scale }) {
  const widthOf = (/** @type {number} */ columns) => Math.floor((place.width - gap * (columns - 1)) / columns);
  /** @type {Arrangement | null} */
  let best = null;
  for (let columns = 1; columns <= count && (columns === 1 || widthOf(columns) >= SMALLEST.width * scale); columns++) {
    const rows = Math.ceil(count / columns);
    const free = Math.floor((place.height - gap * (rows - 1)) / rows - title);
    if (free < SMALLEST.height * scale) continue;
    const height = Math.floor(Math.min(free, widthOf(columns) * TALLEST));
    const width = Math.floor(Math.min(widthOf(columns), height * WIDEST));
    if (!best || width * height > best.width * best.height) best = { columns, width, height, scrolls: false };
  }
  if (best) return best;
  const columns = Math.max(1, Math.min(count, Math.floor((place.width + gap) / (SCROLLED * scale + gap))));
  const width = widthOf(columns);
  return { columns, width, height: Math.floor(Math.min(width / 1.3, 0.8 * Math.max(place.height - title, SMALLEST.height))), scrolls: true };
}
