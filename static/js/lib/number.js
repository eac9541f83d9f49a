const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const MINUS = "−";

/**
 * A number as a person reads it: significant digits, a true minus, powers of ten where shorter.
 *
 * @param {number} value
 * @param {number} [digits]
 */
export function pretty(value, digits = 3) {
  if (Number.isNaN(value)) return "–";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : `${MINUS}∞`;
  if (value === 0) return "0";
  const rounded = Number(value.toPrecision(digits));
  const size = Math.abs(rounded);
  if (size >= 1e-4 && size < 1e5) return String(rounded).replace("-", MINUS);
  const [mantissa, exponent] = rounded.toExponential().split("e");
  const power = `10${superscript(Number(exponent))}`;
  if (mantissa === "1") return power;
  if (mantissa === "-1") return `${MINUS}${power}`;
  return `${mantissa.replace("-", MINUS)}×${power}`;
}

/** @param {number} whole */
export function superscript(whole) {
  return String(whole).replace("-", "⁻").replace(/\d/g, (digit) => SUPERSCRIPTS[Number(digit)]);
}

/**
 * A number as it stands in a field that a person edits: plain text that `Number` reads back.
 *
 * @param {number} value
 */
export function editable(value) {
  if (value === 0) return "0";
  const size = Math.abs(value);
  const rounded = Number(value.toPrecision(6));
  return size >= 1e-4 && size < 1e6 ? String(rounded) : rounded.toExponential();
}
