/**
 * Points of a curve, at most four to a column of pixels: the first, the least, the greatest and the
 * last, in the order in which they come. What is drawn through them looks like the whole curve.
 *
 * @param {number} length  how many points there are
 * @param {number} columns  how many columns of pixels the whole of `steps` takes
 * @param {number} steps
 * @param {(step: number) => number} height  NaN leaves the point out
 * @returns {number[]} the steps to draw
 */
export function thinned(length, columns, steps, height) {
  const perColumn = steps / Math.max(1, columns);
  if (perColumn <= 2) return Array.from({ length }, (_, step) => step);
  /** @type {number[]} */
  const kept = [];
  for (let column = 0, from = 0; from < length; column += 1) {
    const to = Math.min(length, Math.max(from + 1, Math.ceil((column + 1) * perColumn)));
    let least = from;
    let greatest = from;
    for (let step = from + 1; step < to; step += 1) {
      const value = height(step);
      if (value < height(least)) least = step;
      if (value > height(greatest)) greatest = step;
    }
    const [early, late] = least < greatest ? [least, greatest] : [greatest, least];
    for (const step of [from, early, late, to - 1]) {
      if (step !== kept[kept.length - 1]) kept.push(step);
    }
    from = to;
  }
  return kept;
}
