// Where a value stands on a slider's track, and what value a position means. Pure arithmetic.

/** @import { NumberInfo } from "../types.js" */

/** Positions on every track, so that log and linear sliders feel the same. */
export const TRACK = 1000;

const ZERO_ROOM = 60; // positions between 0 and the low end of a log scale
const NOTCH = TRACK / 100; // positions an arrow key moves
const SNAP = 15; // positions within which a dragged thumb takes a tick's value

/** @typedef {Pick<NumberInfo, "scale" | "track" | "ticks" | "integer" | "zero">} Scale */

/**
 * The position of a value, 0 to TRACK. Values beyond the track stand at its end.
 *
 * @param {Scale} scale
 * @param {number} value
 */
export function positionOf(scale, value) {
  const low = scale.zero ? ZERO_ROOM : 0;
  if (scale.zero && value === 0) return 0;
  const [least, most] = scale.track;
  if (value <= least) return low;
  if (value >= most) return TRACK;
  return Math.round(low + fractionOf(scale, value) * (TRACK - low));
}

/**
 * The value at a position: the inverse of `positionOf`, rounded to what a person would write.
 *
 * @param {Scale} scale
 * @param {number} position
 */
export function valueAt(scale, position) {
  const [least, most] = scale.track;
  if (scale.zero && position < ZERO_ROOM) return position < ZERO_ROOM / 2 ? 0 : least;
  if (position >= TRACK) return most;
  const low = scale.zero ? ZERO_ROOM : 0;
  const t = (position - low) / (TRACK - low);
  if (t <= 0) return least;
  return Math.min(Math.max(tidy(scale, between(scale, t)), least), most);
}

/**
 * The value of a dragged thumb: that of a mark which it almost touches, else of its position.
 *
 * @param {Scale} scale
 * @param {number} position
 * @param {number[]} marks
 */
export function snapped(scale, position, marks) {
  const near = marks
    .map((value) => ({ value, distance: Math.abs(positionOf(scale, value) - position) }))
    .filter(({ distance }) => distance <= SNAP)
    .sort((a, b) => a.distance - b.distance);
  return near.length ? near[0].value : valueAt(scale, position);
}

/**
 * The value some arrow presses away. A single press never jumps over a mark.
 *
 * @param {Scale} scale
 * @param {number} value
 * @param {number} notches
 * @param {number[]} marks
 */
export function stepped(scale, value, notches, marks) {
  const next = scale.scale === "linear" ? alongLine(scale, value, notches) : alongTrack(scale, value, notches);
  const onTheWay = marks
    .filter((mark) => (mark - value) * notches > 0 && (next - mark) * notches > 0)
    .sort((a, b) => Math.abs(a - value) - Math.abs(b - value));
  if (Math.abs(notches) === 1 && onTheWay.length) return onTheWay[0];
  return (next - value) * notches > 0 ? next : value;
}

/**
 * The marks that get a word under the track: those that leave one another enough room.
 *
 * @param {Scale} scale
 * @param {number} room positions that a word takes
 */
export function labelledTicks(scale, room) {
  const all = scale.zero ? [0, ...scale.ticks.filter((tick) => tick !== 0)] : scale.ticks;
  /** @type {number[]} */
  const kept = [];
  for (const tick of all) {
    const before = kept.length ? positionOf(scale, kept[kept.length - 1]) : -TRACK;
    if (positionOf(scale, tick) - before >= room) kept.push(tick);
  }
  return kept;
}

/** @param {Scale} scale @param {number} value */
function fractionOf({ scale, track: [least, most] }, value) {
  if (scale === "log") return Math.log(value / least) / Math.log(most / least);
  if (scale === "one_minus_log") {
    return Math.log((1 - value) / (1 - least)) / Math.log((1 - most) / (1 - least));
  }
  return (value - least) / (most - least);
}

/** @param {Scale} scale @param {number} t */
function between({ scale, track: [least, most] }, t) {
  if (scale === "log") return least * (most / least) ** t;
  if (scale === "one_minus_log") return 1 - (1 - least) * ((1 - most) / (1 - least)) ** t;
  return least + (most - least) * t;
}

/** @param {Scale} scale @param {number} value */
function tidy({ scale, track: [least, most], integer }, value) {
  if (integer) return Math.round(value);
  if (scale === "log") return Number(value.toPrecision(3));
  if (scale === "one_minus_log") return rounded(value, powerOfTen((1 - value) / 100));
  return rounded(value, powerOfTen((most - least) / 1000));
}

/** The smallest power of ten not below `size`. @param {number} size */
const powerOfTen = (size) => 10 ** Math.ceil(Math.log10(size) - 1e-9);

/** @param {number} value @param {number} unit */
const rounded = (value, unit) => Number((Math.round(value / unit) * unit).toPrecision(12));

/** @param {Scale} scale @param {number} value @param {number} notches */
function alongLine({ track: [least, most], integer }, value, notches) {
  const size = (most - least) / 100;
  const unit = integer ? Math.max(1, Math.round(size)) : 10 ** Math.round(Math.log10(size));
  return Math.min(Math.max(rounded(value + notches * unit, unit), least), most);
}

/** @param {Scale} scale @param {number} value @param {number} notches */
function alongTrack(scale, value, notches) {
  const way = Math.sign(notches);
  let position = positionOf(scale, value) + notches * NOTCH;
  if (scale.zero && way > 0) position = Math.max(position, ZERO_ROOM);
  let next = valueAt(scale, position);
  while (next === value && position > 0 && position < TRACK) {
    position += way;
    next = valueAt(scale, position);
  }
  return next;
}
