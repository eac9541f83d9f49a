import { parametersOf } from "../look.js";
import { grouped } from "./numbers.js";

/**
 * A network in a line. Before its data are known, its ends are not.
 *
 * @param {number[]} hidden
 * @param {{ features: string[], outputs: number } | null} data
 */
export function shapeInWords(hidden, data) {
  if (!data) return ["…", ...hidden, "…"].join(" – ");
  const sizes = [data.features.length, ...hidden, data.outputs];
  return `${sizes.join(" – ")} · ${grouped(parametersOf(sizes))} parameters`;
}
