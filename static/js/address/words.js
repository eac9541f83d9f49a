// How names with numbers are written in an address.

/** A name and numbers as "name(a:1,b:2)". */
export function pairs(/** @type {string} */ name, /** @type {Record<string, number>} */ numbers) {
  const inside = Object.entries(numbers).map(([key, value]) => `${key}:${value}`);
  return inside.length ? `${name}(${inside.join(",")})` : name;
}

/**
 * @param {string} text
 * @param {string} what
 * @param {string[]} problems
 * @returns {[string, Record<string, number>]}
 */
export function named(text, what, problems) {
  const match = /^([\w.]*)(?:\(([^()]*)\))?$/.exec(text);
  if (!match) {
    problems.push(`The link's ${what} “${text.slice(0, 60)}” cannot be read.`);
    return ["", {}];
  }
  const entries = (match[2] ?? "")
    .split(",")
    .filter(Boolean)
    .map((part) => /** @type {[string, string]} */ (part.split(":")));
  const bad = entries.find(([, value]) => value === "" || !Number.isFinite(Number(value)));
  if (bad) problems.push(`The link's ${what} has “${bad.join(":").slice(0, 60)}”, which is no number.`);
  return [match[1], Object.fromEntries(entries.map(([key, value]) => [key, Number(value)]))];
}

/** Tell of numbers that the link gives to something that does not have them. */
export function takes(
  /** @type {string} */ who,
  /** @type {string[]} */ names,
  /** @type {Record<string, number>} */ numbers,
  /** @type {string[]} */ problems,
) {
  const unknown = Object.keys(numbers).find((name) => !names.includes(name));
  if (unknown !== undefined) problems.push(`${who} has no number “${unknown}”, which the link sets.`);
}
