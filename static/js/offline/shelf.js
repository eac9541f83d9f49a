// A few finished races on this browser's own disk. Where it keeps nothing, everything still works.

/** @import { Kept } from "../lanes/lane.js" */

const NAME = "descent-lab";
const RACES = "races"; // by key, the lanes of its racers
const SIZES = "sizes"; // by key, when it was last used and how large it is

/** @typedef {{ at: number, bytes: number }} Size */

/** Open the shelf; null where this browser has none. @returns {Promise<Shelf | null>} */
export async function openShelf() {
  try {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      for (const store of [RACES, SIZES]) request.result.createObjectStore(store);
    };
    return new Shelf(await answered(request));
  } catch {
    return null;
  }
}

export class Shelf {
  /** @param {IDBDatabase} base */
  constructor(base) {
    this.base = base;
    base.onversionchange = () => base.close(); // another page forgets everything
  }

  /** What is there: keys with their sizes. @returns {Promise<Map<string, Size>>} */
  async sizes() {
    const store = this.#stores("readonly").objectStore(SIZES);
    const [keys, sizes] = await Promise.all([answered(store.getAllKeys()), answered(store.getAll())]);
    return new Map(keys.map((key, place) => [String(key), sizes[place]]));
  }

  /** @param {string} key @returns {Promise<Kept[] | undefined>} */
  read(key) {
    return answered(this.#stores("readonly").objectStore(RACES).get(key));
  }

  /** @param {string} key @param {Size} size @param {Kept[]} [lanes]  where they are not there yet */
  async write(key, size, lanes) {
    const stores = this.#stores("readwrite");
    stores.objectStore(SIZES).put(size, key);
    if (lanes) stores.objectStore(RACES).put(lanes, key);
    await ended(stores);
  }

  /** @param {Iterable<string>} keys */
  async remove(keys) {
    const stores = this.#stores("readwrite");
    for (const key of keys) for (const name of [RACES, SIZES]) stores.objectStore(name).delete(key);
    await ended(stores);
  }

  /** @param {IDBTransactionMode} mode */
  #stores(mode) {
    return this.base.transaction([RACES, SIZES], mode);
  }
}

/** Throw all of it away. */
export const forgetShelf = () => answered(indexedDB.deleteDatabase(NAME));

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
const answered = (request) =>
  new Promise((done, fail) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error);
  });

/** @param {IDBTransaction} transaction @returns {Promise<void>} */
const ended = (transaction) =>
  new Promise((done, fail) => {
    transaction.oncomplete = () => done();
    transaction.onabort = transaction.onerror = () => fail(transaction.error);
  });
