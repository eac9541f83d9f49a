// What of a line can be seen. Racers that diverge have coordinates up to 1e308.

/** @typedef {{ left: number, top: number, right: number, bottom: number }} Box */

const FAR = 1e7; // pixels: a line with both ends outside and one beyond this is not worth drawing

/** @param {Box} box @param {number} x @param {number} y */
export function inside(box, x, y) {
  return x >= box.left && x <= box.right && y >= box.top && y <= box.bottom;
}

/**
 * The part of a line that lies in the box, as [x0, y0, x1, y1]; null where there is none or an end
 * is not a number.
 *
 * @param {Box} box
 * @param {number} x0
 * @param {number} y0
 * @param {number} x1
 * @param {number} y1
 * @returns {[number, number, number, number] | null}
 */
export function clipped(box, x0, y0, x1, y1) {
  const in0 = inside(box, x0, y0);
  const in1 = inside(box, x1, y1);
  if (in0 && in1) return [x0, y0, x1, y1];
  if (in1) {
    // The end outside may be so far away that only the one inside has digits left.
    const back = clipped(box, x1, y1, x0, y0);
    return back && [back[2], back[3], back[0], back[1]];
  }
  if (!in0 && !(Math.max(Math.abs(x0), Math.abs(y0), Math.abs(x1), Math.abs(y1)) < FAR)) return null;
  const dx = x1 - x0;
  const dy = y1 - y0;
  if (!Number.isFinite(dx) || !Number.isFinite(dy)) return null;
  let from = 0;
  let to = 1;
  const sides = [
    [-dx, x0 - box.left],
    [dx, box.right - x0],
    [-dy, y0 - box.top],
    [dy, box.bottom - y0],
  ];
  for (const [slope, room] of sides) {
    if (slope === 0 && room < 0) return null;
    if (slope === 0) continue;
    const at = room / slope;
    if (slope < 0) from = Math.max(from, at);
    else to = Math.min(to, at);
  }
  if (from > to) return null;
  return [x0 + from * dx, y0 + from * dy, x0 + to * dx, y0 + to * dy];
}
