// Brings in what networks need, when they are first wanted: menus, places, style and scripts.

import { furnish, styled } from "./lib/furnish.js";

/** @import { App, Catalog, NetworkMenus } from "./types.js" */

const SHEETS = [
  "network", "network_problem", "network_decisions", "network_drawing", "network_gradients",
  "network_weights", "network_readings",
];

/**
 * Fetch the menus of networks into the catalog, once.
 *
 * @param {Catalog} catalog
 */
export async function fetchMenus(catalog) {
  if (catalog.networks) return;
  const answer = await fetch("api/catalog");
  if (!answer.ok) throw new Error(`the catalog was answered with ${answer.status}`);
  const { datasets, activations, initializers, losses, limits } = /** @type {NetworkMenus} */ (await answer.json());
  catalog.networks = { datasets, activations, initializers, losses, limits };
}

/** @type {Promise<void> | null} */
let opening = null;

/**
 * Make networks ready to be shown. What fails may be tried again.
 *
 * @param {App} app
 */
export function openNetworks(app) {
  opening ??= open(app).catch((error) => {
    opening = null;
    throw error;
  });
  return opening;
}

/** @param {App} app */
async function open(app) {
  const [{ mountNetworks }] = await Promise.all([
    import("./network/main.js"),
    fetchMenus(app.catalog),
    furnish("networks"),
    ...SHEETS.map(styled),
  ]);
  mountNetworks(app);
}
