// What the server refused, at the fields that it is about.

/**
 * Refusals by the path of the page's field.
 *
 * @param {{ loc: (string | number)[], msg: string }[]} detail
 * @param {string[]} ids
 * @param {boolean} [isNetwork]
 * @param {{ run: number }[]} [changes]  as they were asked for
 */
export function refusalsOf(detail, ids, isNetwork = false, changes = []) {
  return new Map(
    detail.map(({ loc: [first, place, ...rest], msg }) => {
      const run = first === "changes" ? changes[Number(place)]?.run : undefined;
      const loc = run === undefined ? [first, place, ...rest] : ["runs", run, ...rest];
      return [fieldOf(loc.filter((part) => part !== undefined), ids, isNetwork), msg];
    }),
  );
}

function fieldOf(
  /** @type {(string | number)[]} */ loc,
  /** @type {string[]} */ ids,
  /** @type {boolean} */ isNetwork,
) {
  const [first, second, third, ...rest] = loc;
  if (first === "problem" && isNetwork) return ["network", ...loc.slice(1)].join(".");
  if (first === "problem") {
    if (second === "name") return "surface";
    return second === "parameters" && third !== undefined ? `parameters.${third}` : `${second}`;
  }
  if (first === "runs" && typeof second === "number") {
    const names = [third, ...rest].filter((part) => part !== "hyperparameters" && part !== "parameters");
    return ["racers", ids[second], ...names].join(".");
  }
  return loc.join(".");
}
