/** @import { Spec } from "../types.js" */

/**
 * What a downloaded program is called.
 *
 * @param {Pick<Spec, "kind" | "surface" | "network">} spec
 * @param {string} language
 */
export function fileName({ kind, surface, network }, language) {
  return `${kind === "surface" ? surface : network.dataset.name}_${language}.py`;
}
