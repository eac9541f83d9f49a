// How many pictures stand side by side, and how large they are.

/**
 * @typedef {object} Arrangement
 * @property {number} columns
 * @property {number} width  of a picture, in CSS pixels
 * @property {number} height  of what is drawn, below its title
 * @property {boolean} scrolls  there are more than fit
 */

const SMALLEST = { width: 104, height: 78 }; // CSS pixels; more pictures than fit are scrolled to
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
  let best = { columns: 1, width: 0, height: 0, size: -1 };
  for (let columns = 1; columns <= count; columns++) {
    const width = Math.floor((place.width - gap * (columns - 1)) / columns);
    if (columns > 1 && width < SMALLEST.width * scale) break;
    const rows = Math.ceil(count / columns);
    const free = Math.floor((place.height - gap * (rows - 1)) / rows) - title;
    const height = Math.max(SMALLEST.height * scale, Math.min(free, width * TALLEST));
    const size = Math.min(width, height * WIDEST) * height * (free < SMALLEST.height * scale ? 0.5 : 1);
    if (size > best.size) best = { columns, width, height: Math.floor(height), size };
  }
  const { columns, width, height } = best;
  const rows = Math.ceil(count / columns);
  const scrolls = rows * (height + title) + (rows - 1) * gap > place.height;
  return { columns, width: Math.floor(Math.min(width, height * WIDEST)), height, scrolls };
}
