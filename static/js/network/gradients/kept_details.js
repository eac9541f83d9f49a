// The latest details of networks: while the race plays none come, and the last ones stay.

/** @import { App, LayerDetails } from "../../types.js" */

/** @typedef {{ step: number, layers: LayerDetails[] }} Kept */

/** @param {App} app */
export function keptDetails({ look }) {
  /** @type {Map<string, Kept>} */
  const kept = new Map();
  /** @type {(() => void)[]} */
  const watches = [];
  const keep = () => {
    const { details, runs } = look.get() ?? {};
    if (!details || !runs) return;
    kept.clear();
    for (const [id, { layers }] of details) kept.set(id, { step: runs.get(id)?.step ?? 0, layers });
    for (const watch of watches) watch();
  };
  look.subscribe(keep);
  keep();
  return {
    /** @param {string} id */
    of: (id) => kept.get(id),
    /** Call back when there are new ones. @param {() => void} call */
    watch: (call) => void watches.push(call),
  };
}
