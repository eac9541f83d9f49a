// The fields of an address, and what is wrong with them.

/** Reads the fields of an address, and writes down what is wrong with them. */
export class Reader {
  /**
   * @param {{ name: string, raw: string, text: string }[]} fields
   * @param {string[]} problems
   */
  constructor(fields, problems) {
    this.fields = fields;
    this.problems = problems;
  }

  /** @param {string} name */
  all(name) {
    return this.fields.filter((field) => field.name === name).map((field) => field.text);
  }

  /** @param {string} name */
  text(name) {
    return this.all(name)[0] ?? null;
  }

  /** Words between commas, each of them encoded. @param {string} name */
  parts(name) {
    const field = this.fields.find((each) => each.name === name);
    return field ? field.raw.split(",").map(decoded) : null;
  }

  /** @param {string} name */
  number(name) {
    const text = this.text(name);
    if (text === null || text === "") return null;
    const value = Number(text);
    if (Number.isFinite(value)) return value;
    this.problems.push(`The link's ${name} is “${text.slice(0, 60)}”, which is no number.`);
    return null;
  }

  /** @param {string} name */
  needed(name) {
    const before = this.problems.length;
    const value = this.number(name);
    if (value === null && this.problems.length === before) {
      this.problems.push(`The link does not say its ${name}.`);
    }
    return value ?? 0;
  }
}

export function decoded(/** @type {string} */ text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
