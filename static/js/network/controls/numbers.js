// The numbers of a network that are not of an entry of a menu, as its sliders need them.

/** @import { NetworkMenus, NumberInfo } from "../../types.js" */

/** @typedef {"test_fraction" | "scale" | "l1" | "l2" | "dropout"} NumberName */

/** @type {Pick<NumberInfo, "integer" | "minimum">} */
const PLAIN = { integer: false, minimum: 0 };
const PENALTY = /** @type {const} */ ({ scale: "log", zero: true, track: [1e-6, 1], ticks: [1e-6, 1e-4, 0.01, 1] });

/**
 * @param {NetworkMenus["limits"]} limits
 * @returns {Record<NumberName, NumberInfo>}
 */
export const networkNumbers = (limits) => ({
  test_fraction: {
    ...PLAIN,
    name: "test_fraction",
    label: "share for testing",
    symbol: "",
    default: 0.3,
    maximum: limits.test_fraction,
    scale: "linear",
    track: [0, limits.test_fraction],
    ticks: [0, 0.3, 0.6, limits.test_fraction],
    help: "The share of the rows that no network learns from. At 0 nothing is tested.",
  },
  scale: {
    ...PLAIN,
    name: "scale",
    label: "weight scale",
    symbol: "s",
    default: 1,
    maximum: limits.scale,
    scale: "log",
    zero: true,
    track: [0.01, 10],
    ticks: [0.01, 0.1, 1, 10],
    help: "What every weight at the start is multiplied by: small ones let gradients vanish, large ones explode.",
  },
  l2: {
    ...PLAIN,
    ...PENALTY,
    name: "l2",
    label: "L2 penalty",
    symbol: "λ₂",
    default: 0,
    maximum: limits.penalty,
    ticks: [...PENALTY.ticks],
    track: [...PENALTY.track],
    help: "Adds λ₂ Σw² to the loss. It pulls like a coupled weight decay of 2 λ₂.",
  },
  l1: {
    ...PLAIN,
    ...PENALTY,
    name: "l1",
    label: "L1 penalty",
    symbol: "λ₁",
    default: 0,
    maximum: limits.penalty,
    ticks: [...PENALTY.ticks],
    track: [...PENALTY.track],
    help: "Adds λ₁ Σ|w| to the loss. It pulls every weight alike, small ones all the way to zero.",
  },
  dropout: {
    ...PLAIN,
    name: "dropout",
    label: "dropout",
    symbol: "p",
    default: 0,
    maximum: limits.dropout,
    scale: "linear",
    track: [0, limits.dropout],
    ticks: [0, 0.2, 0.5, limits.dropout],
    help: "The probability that a hidden unit is left out of a step. Testing uses all units.",
  },
});

const APART = 0.15; // of the track, between a tick and the end

/**
 * Examples a step. The end of the track is the whole train part.
 *
 * @param {number} rows  of the train part
 * @param {number} most  that is accepted; more than there are is all of them
 * @returns {NumberInfo}
 */
export const batchNumber = (rows, most) => ({
  name: "batch_size",
  label: "batch size",
  symbol: "B",
  default: Math.min(32, rows),
  minimum: 1,
  maximum: Math.max(most, rows),
  scale: "log",
  integer: true,
  track: [1, Math.max(rows, 2)],
  ticks: [1, 8, 32, 128, 512].filter((tick) => Math.log(tick) < (1 - APART) * Math.log(rows)).concat(rows),
  help: "How many examples a step takes its gradient from. Smaller batches are noisier and faster.",
});

/**
 * A batch size in words, and how many steps see every example once.
 *
 * @param {number | null} batch
 * @param {number | null} rows  of the train part; null until known
 */
export function batchInWords(batch, rows) {
  if (rows === null) return batch === null ? "all examples a step" : `${grouped(batch)} a step`;
  if (batch !== null && batch > rows) return `${grouped(batch)}, all ${grouped(rows)} are seen`;
  if (batch === null || batch === rows) return `all ${grouped(rows)} at every step`;
  return `${grouped(Math.ceil(rows / batch))} steps an epoch`;
}

/** A whole number, its thousands apart. @param {number} whole */
export const grouped = (whole) => whole.toLocaleString("en");
