// What tells a racer's name from the others'.

const BETWEEN = /(?<!η) /; // words; a learning rate is one

/**
 * Each name in two parts: the words that it begins with as another one does, and the rest. Where
 * there is little room, the first is cut and the second stays.
 *
 * @param {string[]} names
 * @returns {[string, string][]}
 */
export function splitNames(names) {
  const split = names.map((name) => name.split(BETWEEN));
  return split.map((words, place) => {
    let shared = 0;
    for (const [at, other] of split.entries()) if (at !== place) shared = Math.max(shared, alike(words, other));
    return shared === words.length ? [words.join(" "), ""] : [words.slice(0, shared).join(" "), words.slice(shared).join(" ")];
  });
}

/** How many words two begin with alike. @param {string[]} one @param {string[]} other */
function alike(one, other) {
  const end = one.findIndex((word, place) => word !== other[place]);
  return end < 0 ? one.length : end;
}
