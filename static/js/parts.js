// Parts of the page that are brought in when they are first wanted.

import { furnish, styled } from "./lib/furnish.js";

/** @import { App } from "./types.js" */

/**
 * The scripts of each part; its HTML is templates/<name>.html, its style css/<name>.css.
 *
 * @type {Record<string, (app: App) => Promise<void>>}
 */
const PARTS = {
  code: async (app) => (await import("./code/main.js")).mountCode(app),
  fair: async (app) => (await import("./fair/main.js")).mountFair(app),
  rates: async (app) => (await import("./fair/rates.js")).mountRates(app),
  step: async (app) => (await import("./step/main.js")).mountStep(app),
};

/** @type {Map<string, Promise<void>>} */
const opening = new Map();

/**
 * Make a part ready to be shown. What fails may be tried again.
 *
 * @param {App} app
 * @param {string} name
 * @returns {Promise<void>}
 */
export function openPart(app, name) {
  const begun = opening.get(name) ?? open(app, name).catch((error) => {
    opening.delete(name);
    throw error;
  });
  opening.set(name, begun);
  return begun;
}

/** @param {App} app @param {string} name */
async function open(app, name) {
  await Promise.all([furnish(name), styled(name)]);
  await PARTS[name](app);
}
