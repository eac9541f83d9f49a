// Heights as they come: differences of the digits of their neighbours. app/web/surfaces.py packs them.

const ROUNDED = 12; // binary digits that are not sent

/**
 * The heights of a square grid, row after row.
 *
 * @param {Uint8Array} bytes  three for each height: all first bytes, all second, all third
 * @param {number} side  points along each side
 */
export function unpackedHeights(bytes, side) {
  const count = side * side;
  const digits = new Int32Array(count);
  for (let at = 0; at < count; at += 1) {
    const folded = bytes[at] | (bytes[at + count] << 8) | (bytes[at + 2 * count] << 16);
    const difference = (folded >>> 1) ^ -(folded & 1);
    const column = at % side;
    const left = column ? digits[at - 1] : 0;
    const below = at >= side ? digits[at - side] : 0;
    const both = column && at >= side ? digits[at - side - 1] : 0;
    digits[at] = difference + left + below - both;
  }
  return new Float32Array(digits.map((each) => each << ROUNDED).buffer);
}
