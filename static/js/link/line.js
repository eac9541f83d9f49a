// The one module that opens the socket. It comes back after a lost connection, and rests where the
// server wants idle ones to leave.

import { IDLE, RESTART, waitBefore } from "./comeback.js";
import { silence } from "./silence.js";

/** @import { Connection, Delay, Store } from "../types.js" */

const HANDSHAKE = 8000; // ms that an attempt may take
const ONLINE = 2000; // ms over which those come back who were offline together

/**
 * @param {object} parts
 * @param {string} parts.url  of /ws/run
 * @param {Store<Connection>} parts.connection  written
 * @param {Store<Delay | null>} parts.delay  written
 * @param {() => void} parts.opened
 * @param {() => void} parts.closed
 * @param {(data: string | ArrayBuffer) => void} parts.heard
 */
export function line({ url, connection, delay, opened, closed, heard }) {
  /** @type {WebSocket | null} */
  let socket = null;
  let attempt = 0;
  let timer = 0;
  const alive = (/** @type {AbortSignal} */ signal) => fetch("healthz", { signal, cache: "no-store" });
  const quiet = silence({
    probe: alive,
    tell: (silent) => {
      if (silent) delay.set({ kind: "silent" });
      else if (delay.get()?.kind === "silent") delay.set(null);
    },
    dead: () => part(0),
  });

  function open() {
    clearTimeout(timer);
    if (connection.get() !== "lost") connection.set("connecting");
    const mine = new WebSocket(url);
    const current = (/** @type {(event: any) => void} */ does) => (/** @type {Event} */ event) => {
      if (socket === mine) does(event);
    };
    socket = mine;
    mine.binaryType = "arraybuffer";
    timer = setTimeout(() => part(0), HANDSHAKE);
    mine.addEventListener("open", current(() => {
      clearTimeout(timer);
      delay.set(null);
      connection.set("open");
      opened();
    }));
    mine.addEventListener("message", current(({ data }) => {
      attempt = 0; // not when it opens: a server that fails at the first order would be asked at once
      quiet.heard();
      heard(data);
    }));
    mine.addEventListener("close", current(({ code }) => part(code)));
  }

  /** Leave the socket, without waiting for a server that is gone to agree. @param {number} code */
  function part(code) {
    const refused = connection.get() !== "open";
    const left = socket;
    socket = null;
    left?.close();
    clearTimeout(timer);
    quiet.expect(false);
    if (code === IDLE) {
      connection.set("resting");
      return closed();
    }
    if (refused) tellWhy();
    else delay.set(code === RESTART ? { kind: "restart" } : null);
    connection.set("lost");
    timer = setTimeout(open, waitBefore(attempt, code));
    attempt += 1;
    closed();
  }

  /** A browser does not say why a socket did not open: the server may be there, and full. */
  function tellWhy() {
    alive(AbortSignal.timeout(HANDSHAKE)).then(
      ({ ok }) => ok && connection.get() === "lost" && delay.set({ kind: "full" }),
      () => delay.get()?.kind === "full" && delay.set(null),
    );
  }

  addEventListener("online", () => {
    if (connection.get() !== "lost" || socket) return;
    attempt = 0;
    clearTimeout(timer);
    timer = setTimeout(open, Math.random() * ONLINE);
  });

  return {
    open,
    isOpen: () => socket?.readyState === WebSocket.OPEN,
    /** Open it again where it rests. */
    wake: () => connection.get() === "resting" && open(),
    send: (/** @type {object} */ order) => socket?.send(JSON.stringify(order)),
    /** Whether the server owes a word now. */
    expect: quiet.expect,
  };
}
