// Which lessons were done, kept in this browser.

import { remember, remembered } from "../controls/memory.js";

const KEY = "lessons";

/**
 * What was chosen in each lesson that was done, by its name; 0 where it was only marked.
 *
 * @returns {Record<string, number>}
 */
export function progress() {
  try {
    const kept = JSON.parse(remembered(KEY) ?? "{}");
    const entries = Object.entries(typeof kept === "object" && kept ? kept : {});
    return Object.fromEntries(entries.filter(([, choice]) => Number.isInteger(choice)));
  } catch {
    return {};
  }
}

/** @param {string} name  of the lesson @param {number} choice */
export const markDone = (name, choice) => keep({ ...progress(), [name]: choice });

/** @param {string} name */
export function markUndone(name) {
  const { [name]: _, ...others } = progress();
  keep(others);
}

export const forget = () => keep({});

/** @param {Record<string, number>} done */
const keep = (done) => remember(KEY, JSON.stringify(done));
