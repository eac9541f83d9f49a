// How many pictures stand side by side, and how large they are.

/**
 * @typedef {object} Arrangement
 * @property {number} columns
 * @property {number} width  of a picture, in CSS pixels
 * @property {number} height  of what is drawn, below its title
 * @property {1 | 2} lines  of a title
 * @property {boolean} scrolls  there are more than fit
 */

const SMALLEST = { width: 104, height: 78 }; // CSS pixels; smaller ones are not drawn but scrolled to
const SCROLLED = 130; // CSS pixels: the width of those
const NARROW = 190; // CSS pixels: the titles of narrower pictures have two lines
const WIDEST = 1.6; // width by height
const NARROWEST = 0.87;

/**
 * The arrangement in which pictures are largest.
 *
 * @param {number} count
 * @param {{ width: number, height: number }} place
 * @param {{ gap: number, titles: [number, number], scale: number }} sizes  between pictures, and of titles with one line and with two
 * @param {number | null} shape  width by height that is wanted; null leaves it free
 * @returns {Arrangement}
 */
export function arranged(count, place, { gap, titles, scale }, shape = null) {
  const widthOf = (/** @type {number} */ columns) => Math.floor((place.width - gap * (columns - 1)) / columns);
  const within = shape === null ? null : Math.max(NARROWEST, Math.min(WIDEST, shape));
  const [narrowest, widest] = [within ?? NARROWEST, within ?? WIDEST];
  /** @type {Arrangement | null} */
  let best = null;
  for (let columns = 1; columns <= count && (columns === 1 || widthOf(columns) >= SMALLEST.width * scale); columns++) {
    const rows = Math.ceil(count / columns);
    for (const lines of /** @type {(1 | 2)[]} */ ([1, 2])) {
      const free = Math.floor((place.height - gap * (rows - 1)) / rows - titles[lines - 1]);
      if (free < SMALLEST.height * scale) continue;
      const height = Math.floor(Math.min(free, widthOf(columns) / narrowest));
      const width = Math.floor(Math.min(widthOf(columns), height * widest));
      if (lines === 1 && width < NARROW * scale) continue;
      if (columns > 1 && (width < SMALLEST.width * scale || height < SMALLEST.height * scale)) continue;
      if (!best || width * height > best.width * best.height) best = { columns, width, height, lines, scrolls: false };
    }
  }
  if (best) return best;
  const columns = Math.max(1, Math.min(count, Math.floor((place.width + gap) / (SCROLLED * scale + gap))));
  const width = widthOf(columns);
  const lines = width < NARROW * scale ? 2 : 1;
  const most = 0.8 * Math.max(place.height - titles[lines - 1], SMALLEST.height);
  return { columns, width, height: Math.floor(Math.min(width / (within ?? 1.3), most)), lines, scrolls: true };
}
