// Where the layers and units of a network stand, from its inputs on the left to its outputs.

/**
 * The middle of a unit, and its place in the block of its layer.
 *
 * @typedef {{ x: number, y: number, row: number, column: number }} Spot
 *
 * @typedef {object} LayerPlan
 * @property {"input" | "hidden" | "output"} kind
 * @property {number} x  its middle
 * @property {number} node  side of a unit's square, in CSS pixels
 * @property {boolean} named  whether there is room for a name beside each unit
 * @property {Spot[]} units
 *
 * @typedef {{ width: number, height: number, head: number, scale: number, layers: LayerPlan[] }} DrawingPlan
 *
 * @typedef {{ columns: number, rows: number, pitch: number, node: number, named: boolean, across: boolean }} Block
 *
 * @typedef {object} Room
 * @property {number[]} sizes  units of each layer
 * @property {number} width  in CSS pixels; the drawing may come out wider
 * @property {number} height
 * @property {number} scale
 * @property {number} before  what names of inputs need
 * @property {number} after  what names of outputs need
 * @property {{ rows: number, columns: number } | null} pixels  where the inputs are those of a picture
 */

// In CSS pixels, to be scaled.
const HEAD = 40; // above the units: the layer's name and what is said of it
const FOOT = 6;
const EDGE = 8;
const PITCH = { least: 24, most: 76 }; // from unit to unit: enough for a finger, and for a picture
const NODE = 52; // largest side of a picture
const LINE = 15; // from one name to the next
const PIXEL = { least: 10, most: 20 };
const GAP = { least: 26, most: 240 }; // between layers
/** Where there is little room: squares shrink for the sake of the gaps, first a little, then as far as a finger bears. */
const TIGHT = [{ gap: 44, node: 38 }, { gap: GAP.least, node: 24 }];
const FILLED = 0.82; // of a pitch
const ALIKE = 1.6; // times: no unit's square is larger by more than another's

/** @param {Room} room @returns {DrawingPlan} */
export function drawingPlan({ sizes, width, height, scale, before, after, pixels }) {
  const head = HEAD * scale;
  const high = Math.max(height - head - FOOT * scale, 4 * PITCH.least * scale);
  const last = sizes.length - 1;
  const blocks = sizes.map((units, place) => {
    if (place === 0 && pixels) return pixelBlock(pixels, high, scale);
    return block(units, high, scale, place === 0 ? LINE : PITCH.least, place === 0 && units > 2);
  });
  const left = EDGE * scale + (blocks[0].named ? before : 0);
  const right = EDGE * scale + after;
  const least = Math.min(...blocks.filter(({ across }) => !across).map(({ node }) => node));
  for (const each of blocks) if (!each.across) each.node = Math.min(each.node, ALIKE * least);
  const wideOf = (/** @type {Block} */ { columns, pitch, node }) => (columns - 1) * pitch + node;
  for (const tight of TIGHT) shrink(blocks, width - left - right - last * tight.gap * scale, tight.node * scale);
  const taken = blocks.reduce((sum, each) => sum + wideOf(each), 0);
  const free = (width - left - right - taken) / last;
  const gap = Math.min(Math.max(free, GAP.least * scale), GAP.most * scale);
  const wide = left + taken + last * gap + right;
  let x = left + Math.max(0, (width - wide) / 2);
  const layers = blocks.map((each, place) => {
    const { columns, rows, pitch, node, named, across } = each;
    const middle = x + wideOf(each) / 2;
    const spots = Array.from({ length: sizes[place] }, (_, unit) => {
      const [row, column] = across ? [Math.floor(unit / columns), unit % columns] : [unit % rows, Math.floor(unit / rows)];
      const inColumn = across ? rows : Math.min(rows, sizes[place] - column * rows);
      const first = head + (high - inColumn * pitch) / 2;
      return { x: x + node / 2 + column * pitch, y: first + (row + 0.5) * pitch, row, column };
    });
    x += wideOf(each) + gap;
    const kind = /** @type {LayerPlan["kind"]} */ (place === 0 ? "input" : place === last ? "output" : "hidden");
    return { kind, x: middle, node, named, units: spots };
  });
  return { width: Math.max(width, Math.ceil(wide)), height: head + high + FOOT * scale, head, scale, layers };
}

/**
 * Units one below the other, in as many columns as the height asks for.
 *
 * @param {number} units
 * @param {number} high
 * @param {number} scale
 * @param {number} least  pitch that may be in one column
 * @param {boolean} tight  many names stand closer than units that are pressed
 * @returns {Block}
 */
function block(units, high, scale, least, tight) {
  const alone = units * least * scale <= high;
  const pitch = Math.min(Math.max(high / units, (alone ? least : tight ? LINE : PITCH.least) * scale), PITCH.most * scale);
  const most = Math.max(1, Math.floor(high / pitch + 1e-9));
  const columns = Math.ceil(units / most);
  const rows = Math.ceil(units / columns);
  const node = Math.min(NODE * scale, FILLED * pitch);
  return { columns, rows, pitch, node, named: columns === 1, across: false };
}

/**
 * Make the squares of layers in one column smaller, so that all layers are no wider than the room.
 *
 * @param {Block[]} blocks
 * @param {number} room
 * @param {number} least  side of a square
 */
function shrink(blocks, room, least) {
  const lone = blocks.filter(({ columns, across }) => columns === 1 && !across);
  const others = blocks.filter((each) => !lone.includes(each));
  const rest = room - others.reduce((sum, { columns, pitch, node }) => sum + (columns - 1) * pitch + node, 0);
  const side = Math.max(least, rest / Math.max(1, lone.length));
  for (const each of lone) each.node = Math.min(each.node, side);
}

/** @param {{ rows: number, columns: number }} pixels @param {number} high @param {number} scale @returns {Block} */
function pixelBlock({ rows, columns }, high, scale) {
  const pitch = Math.min(Math.max(high / rows, PIXEL.least * scale), PIXEL.most * scale);
  return { columns, rows, pitch, node: pitch - 1, named: false, across: true };
}

/**
 * Rows and columns of a picture whose pixels the features are, in order; else null.
 *
 * @param {string[]} features
 */
export function pixelsOf(features) {
  const last = /^pixel_(\d+)_(\d+)$/.exec(features.at(-1) ?? "");
  if (!last || features.length < 4) return null;
  const [rows, columns] = [Number(last[1]) + 1, Number(last[2]) + 1];
  const name = (/** @type {number} */ at) => `pixel_${Math.floor(at / columns)}_${at % columns}`;
  return features.length === rows * columns && features.every((feature, at) => feature === name(at))
    ? { rows, columns }
    : null;
}

/**
 * The unit that an arrow key leads to: within its layer, or the nearest of the next one.
 *
 * @param {DrawingPlan} plan
 * @param {{ layer: number, unit: number }} from
 * @param {string} key
 * @returns {{ layer: number, unit: number } | null} null where there is none, or no such key
 */
export function neighbour({ layers }, { layer, unit }, key) {
  const { units } = layers[layer];
  const here = units[unit];
  const spotAt = (/** @type {number} */ row, /** @type {number} */ column) =>
    units.findIndex((spot) => spot.row === row && spot.column === column);
  const within = (/** @type {number} */ found) => (found < 0 ? null : { layer, unit: found });
  if (key === "ArrowUp") return within(spotAt(here.row - 1, here.column));
  if (key === "ArrowDown") return within(spotAt(here.row + 1, here.column));
  const turn = { ArrowLeft: -1, ArrowRight: 1 }[key];
  if (!turn) return null;
  const beside = within(spotAt(here.row, here.column + turn));
  if (beside) return beside;
  const next = layers[layer + turn]?.units;
  if (!next) return null;
  const edge = Math[turn > 0 ? "min" : "max"](...next.map(({ column }) => column));
  const distance = (/** @type {Spot} */ spot) => (spot.column === edge ? Math.abs(spot.y - here.y) : Infinity);
  const nearest = next.reduce((best, spot, at) => (distance(spot) < distance(next[best]) ? at : best), 0);
  return { layer: layer + turn, unit: distance(next[nearest]) < Infinity ? nearest : 0 };
}
