// Lines between what a grid of numbers holds: where they are equal to a level, and where another
// class is ahead. Marching squares; what is met is straight between two places of the grid.

/**
 * Calls back with each piece of a line, in places of the grid.
 *
 * @typedef {(x0: number, y0: number, x1: number, y1: number) => void} Piece
 */

/**
 * @param {Float32Array} values  row by row
 * @param {number} columns
 * @param {number} level
 * @param {Piece} piece
 */
export function levelLine(values, columns, level, piece) {
  const rows = values.length / columns;
  for (let row = 0; row + 1 < rows; row++) {
    for (let column = 0; column + 1 < columns; column++) {
      const at = row * columns + column;
      const below = at + columns;
      cell(column, row, values[at] - level, values[at + 1] - level, values[below + 1] - level, values[below] - level, piece);
    }
  }
}

/**
 * The borders between classes: in each cell whose corners differ, where a class is level with the
 * best of the others.
 *
 * @param {Float32Array} outputs  classes × places
 * @param {number} classes
 * @param {number} columns
 * @param {Piece} piece
 */
export function classLines(outputs, classes, columns, piece) {
  const count = outputs.length / classes;
  const rows = count / columns;
  const winners = winnersOf(outputs, classes);
  /** How far a class is ahead of the best other one. @param {number} number @param {number} at */
  const lead = (number, at) => {
    let other = -Infinity;
    for (let k = 0; k < classes; k++) if (k !== number) other = Math.max(other, outputs[k * count + at]);
    return outputs[number * count + at] - other;
  };
  for (let row = 0; row + 1 < rows; row++) {
    for (let column = 0; column + 1 < columns; column++) {
      const at = row * columns + column;
      const corners = [at, at + 1, at + columns + 1, at + columns];
      const found = corners.map((corner) => winners[corner]);
      if (found.every((number) => number === found[0])) continue;
      for (const number of new Set(found)) {
        const [a, b, c, d] = corners.map((corner) => lead(number, corner));
        cell(column, row, a, b, c, d, piece);
      }
    }
  }
}

/** @param {Float32Array} outputs @param {number} classes */
function winnersOf(outputs, classes) {
  const count = outputs.length / classes;
  const winners = new Uint8Array(count);
  for (let n = 0; n < count; n++) {
    let best = 0;
    for (let k = 1; k < classes; k++) if (outputs[k * count + n] > outputs[best * count + n]) best = k;
    winners[n] = best;
  }
  return winners;
}

/**
 * The line at 0 through one cell whose corners, from the upper left on with the clock, have these
 * values. Where both diagonals differ, the middle says which corners hold together.
 *
 * @param {number} x
 * @param {number} y
 * @param {number} a
 * @param {number} b
 * @param {number} c
 * @param {number} d
 * @param {Piece} piece
 */
function cell(x, y, a, b, c, d, piece) {
  const kind = Number(a > 0) | (Number(b > 0) << 1) | (Number(c > 0) << 2) | (Number(d > 0) << 3);
  if (kind === 0 || kind === 15) return;
  const up = () => [x + a / (a - b), y];
  const right = () => [x + 1, y + b / (b - c)];
  const down = () => [x + d / (d - c), y + 1];
  const left = () => [x, y + a / (a - d)];
  const draw = (/** @type {number[]} */ one, /** @type {number[]} */ other) => piece(one[0], one[1], other[0], other[1]);
  const joined = a + b + c + d > 0;
  switch (kind) {
    case 1: case 14: return draw(left(), up());
    case 2: case 13: return draw(up(), right());
    case 4: case 11: return draw(right(), down());
    case 8: case 7: return draw(down(), left());
    case 3: case 12: return draw(left(), right());
    case 6: case 9: return draw(up(), down());
    default:
      if ((kind === 5) === joined) draw(up(), right()), draw(down(), left());
      else draw(left(), up()), draw(right(), down());
  }
}
