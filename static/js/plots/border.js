// Arrows at the border for what lies outside.

/** @import { Box } from "./clip.js" */

/**
 * Where the line from the middle of the box to a point outside meets the border, and its direction.
 *
 * @param {Box} box
 * @param {number} x
 * @param {number} y
 * @returns {{ x: number, y: number, angle: number }}
 */
export function atBorder(box, x, y) {
  const middleX = (box.left + box.right) / 2;
  const middleY = (box.top + box.bottom) / 2;
  const scale = 1 / Math.max(1, Math.abs(x), Math.abs(y)); // so that no product overflows
  const dx = x * scale - middleX * scale;
  const dy = y * scale - middleY * scale;
  const reach = Math.min(
    (box.right - box.left) / 2 / Math.abs(dx || 1e-300),
    (box.bottom - box.top) / 2 / Math.abs(dy || 1e-300),
  );
  return { x: middleX + dx * reach, y: middleY + dy * reach, angle: Math.atan2(dy, dx) };
}

/**
 * Heights for labels, in order, so that none lies over another where there is room.
 *
 * @param {number[]} wished
 * @param {number} height  of one label
 * @param {number} low
 * @param {number} high
 * @returns {number[]}
 */
export function spread(wished, height, low, high) {
  const order = wished.map((_, place) => place).sort((a, b) => wished[a] - wished[b]);
  const placed = new Array(wished.length).fill(0);
  let free = low;
  for (const place of order) {
    placed[place] = Math.max(wished[place], free);
    free = placed[place] + height;
  }
  let limit = high;
  for (const place of order.reverse()) {
    placed[place] = Math.max(low, Math.min(placed[place], limit));
    limit = placed[place] - height;
  }
  return placed;
}
