// Python in colours: comments, texts, keywords and numbers told apart.

const WORDS =
  "and as break class continue def del elif else except finally for from global if import in is lambda " +
  "None not or pass raise return True False try while with yield";
const PARTS = [
  ["comment", /#[^\n]*/],
  ["string", /f?"""[\s\S]*?"""|f?"(?:\\.|[^"\\\n])*"|f?'(?:\\.|[^'\\\n])*'/],
  ["word", new RegExp(`\\b(?:${WORDS.replaceAll(" ", "|")})\\b`)],
  ["number", /(?<![\w.])\d+(?:\.\d*)?(?:e[+-]?\d+)?/],
];
const ANY = new RegExp(PARTS.map(([name, part]) => `(?<${name}>${/** @type {RegExp} */ (part).source})`).join("|"), "g");

/**
 * A program cut into what has a colour of its own and what has none.
 *
 * @param {string} text
 * @returns {{ kind: string | null, text: string }[]}
 */
export function pieces(text) {
  const found = [];
  let end = 0;
  for (const match of text.matchAll(ANY)) {
    if (match.index > end) found.push({ kind: null, text: text.slice(end, match.index) });
    const [kind] = Object.entries(match.groups ?? {}).find(([, part]) => part !== undefined) ?? [""];
    found.push({ kind, text: match[0] });
    end = match.index + match[0].length;
  }
  if (end < text.length) found.push({ kind: null, text: text.slice(end) });
  return found;
}

/** @param {string} text @returns {Node[]} */
export function coloured(text) {
  return pieces(text).map(({ kind, text: part }) => {
    if (kind === null) return document.createTextNode(part);
    const span = document.createElement("span");
    span.className = `code-${kind}`;
    span.textContent = part;
    return span;
  });
}
