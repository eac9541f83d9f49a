/**
 * A symbol in plain characters, as the server tells it, with what stands below its line there: "v_max".
 *
 * @param {string} symbol
 * @returns {(string | Node)[]}
 */
export function symbolParts(symbol) {
  const [base, below] = symbol.split("_");
  if (!below) return [base];
  return [base, Object.assign(document.createElement("sub"), { textContent: below })];
}
