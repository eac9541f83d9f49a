/** @import { Store } from "../types.js" */

/**
 * A value that can be watched. Setting an identical value tells nobody.
 *
 * @template T
 * @param {T} value
 * @returns {Store<T>}
 */
export function store(value) {
  /** @type {Set<(value: T) => void>} */
  const watches = new Set();
  return {
    get: () => value,
    set(next) {
      if (Object.is(next, value)) return;
      value = next;
      for (const watch of watches) watch(value);
    },
    subscribe(watch) {
      watches.add(watch);
      return () => watches.delete(watch);
    },
  };
}
