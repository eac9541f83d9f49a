// A page without a browser: what the modules that talk to the server need of one.

import { Lanes } from "../../static/js/lanes/lanes.js";
import { store } from "../../static/js/lib/store.js";

/** Sockets that were opened, oldest first. @type {Socket[]} */
export const sockets = [];

/** A WebSocket whose server is the test. */
export class Socket extends EventTarget {
  static OPEN = 1;
  readyState = 0;
  /** @type {any[]} */
  sent = [];

  constructor() {
    super();
    sockets.push(this);
  }

  send(/** @type {string} */ text) {
    this.sent.push(JSON.parse(text));
  }

  /** Orders of one type, oldest first. */
  orders(/** @type {string} */ type) {
    return this.sent.filter((order) => order.type === type);
  }

  opens() {
    this.readyState = 1;
    this.dispatchEvent(new Event("open"));
  }

  says(/** @type {object} */ message) {
    this.dispatchEvent(Object.assign(new Event("message"), { data: JSON.stringify(message) }));
  }

  close(code = 1006) {
    if (this.readyState === 3) return;
    this.readyState = 3;
    this.dispatchEvent(Object.assign(new Event("close"), { code }));
  }
}

/** Put what a browser has in its place; `alive` is whether /healthz answers. */
export function browser({ alive = false } = {}) {
  sockets.length = 0;
  Object.assign(globalThis, {
    WebSocket: Socket,
    addEventListener: () => {},
    document: { documentElement: { dataset: { edition: "e1" } } },
    fetch: () => (alive ? Promise.resolve({ ok: true }) : Promise.reject(new Error("gone"))),
  });
}

/** A spec of one racer on a surface. */
export function specOf(/** @type {any} */ changes = {}, lr = 0.1) {
  const racer = {
    id: "a", optimizer: "sgd", convention: "textbook", hyperparameters: { lr },
    schedule: { name: "constant", parameters: {} }, look: 0, hidden: false,
  };
  return {
    kind: "surface", surface: "booth", parameters: {}, start: [0, 0], noise: 0, steps: 10, seed: 0,
    racers: [racer], solo: null, changes: [], ...changes,
  };
}

/** The stores that link.js is joined to. */
export function stores(/** @type {any} */ first = specOf()) {
  const lanes = new Lanes();
  const spec = /** @type {any} */ (store(first));
  return {
    lanes,
    spec,
    step: store(0),
    race: store(lanes.race(spec.get(), true)),
    connection: /** @type {any} */ (store("connecting")),
    delay: /** @type {any} */ (store(null)),
    refusals: store(new Map()),
  };
}

/** A block of the racer's steps from `first` to `last`, as it comes over the wire. */
export function block(/** @type {number} */ race, first = 0, last = 10) {
  const steps = last - first + 1;
  const buffer = new ArrayBuffer(24 + 24 + 16 * steps);
  const view = new DataView(buffer);
  [0x31424c44, race, first, steps, 1, 0].forEach((value, place) => view.setUint32(4 * place, value, true));
  return buffer;
}

/** Let everything that is due happen. */
export const settle = () => new Promise((done) => setImmediate(done));

export const finished = { status: "finished", since: null, steps: 10, reason: "", divergence: null };
