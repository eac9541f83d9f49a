// When to come back after a lost connection, so that a class does not come back all at once.

const FIRST = 500; // ms: one person whose network blinked is soon back
const LONGEST = 10_000; // ms
const GROWTH = 4; // a second failure means that the server is gone, for everybody
const SPREAD = 2; // attempts skipped where the server sends everybody away at the same moment

/** Close codes of docs/protocol.md. */
export const IDLE = 1000;
const FLOODING = 1008;
export const RESTART = 1012;

/**
 * How long to wait: anything from nothing to a bound that grows (full jitter).
 *
 * @param {number} attempt  how many failed since a message last came
 * @param {number} [code]  the connection was closed with
 * @param {() => number} [random]  from 0 to 1
 */
export function waitBefore(attempt, code = 0, random = Math.random) {
  const rung = attempt + (code === RESTART || code === FLOODING ? SPREAD : 0);
  return random() * Math.min(LONGEST, FIRST * GROWTH ** rung);
}

/** What the server asked to wait, stretched and never shortened. @param {number} seconds */
export const stretched = (seconds, random = Math.random) => 1000 * seconds * (1 + random() / 2);
