// Says in one line why what was asked for is not here yet, and nothing when it is.

import { byId } from "./lib/dom.js";
import { sentence } from "./lib/sentence.js";

/** @import { App, Connection, Delay } from "./types.js" */

const PACE = 1000; // ms between two places in a line: a voice has to follow

/**
 * @param {object} known
 * @param {Connection} known.connection
 * @param {Delay | null} known.delay
 * @param {boolean} known.met  whether the server was there in this visit
 * @param {boolean} known.missing  whether there is nothing to draw
 */
export function noticeOf({ connection, delay, met, missing }) {
  if (connection === "lost") {
    if (delay?.kind === "full") return `The service takes no more visitors right now. ${WHAT_STAYS}; trying again.`;
    if (delay?.kind === "restart") return `Connection lost: the service restarts. ${WHAT_STAYS}; back in a moment.`;
    if (met) return `Connection lost. ${WHAT_STAYS}; trying again.`;
    if (missing) return "Offline. This race is not kept in this browser: it waits for the server.";
    return "Offline. Races kept in this browser play; new ones, steps and code wait for the server.";
  }
  if (delay?.kind === "silent") return `The server does not answer. ${WHAT_STAYS}.`;
  if (delay?.kind === "busy") return `${sentence(delay.words.replace(ADVICE, ""))} Asking again in ${delay.seconds} s.`;
  if (delay?.kind === "queued") {
    return `Waiting for a turn: ${delay.place === 1 ? "next in line" : `number ${delay.place} in line`}.`;
  }
  return "";
}

const ADVICE = /; (try|ask) again.*$/; // for people; the page does it itself
const WHAT_STAYS = "What is here goes on playing";

/** @param {Pick<App, "connection" | "delay" | "race">} app */
export function mountNotice({ connection, delay, race }) {
  const place = byId("connection");
  let met = false;
  let last = 0;
  let timer = 0;
  const show = () => {
    clearTimeout(timer);
    met ||= connection.get() === "open";
    const state = { connection: connection.get(), delay: delay.get(), met, missing: race.get().lanes.size === 0 };
    const soon = last + PACE - performance.now();
    if (place.textContent && state.delay?.kind === "queued" && soon > 0) {
      timer = setTimeout(show, soon);
      return;
    }
    const words = noticeOf(state);
    if (place.textContent !== words) place.textContent = words;
    last = performance.now();
  };
  for (const watched of [connection, delay]) watched.subscribe(show);
  race.subscribe(() => {
    if (connection.get() === "lost") show();
  });
  show();
}
