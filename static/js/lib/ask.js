/**
 * What the server answers, or a sentence on what it refused.
 *
 * @param {string} path
 * @param {object} body
 * @param {AbortSignal} [signal]  gives it up
 * @returns {Promise<{ answer: any, refusal: null } | { answer: null, refusal: string }>}
 */
export async function ask(path, body, signal) {
  try {
    const got = await fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
      signal,
    });
    const answer = await got.json();
    if (got.ok) return { answer, refusal: null };
    const reasons = /** @type {{ msg: string }[]} */ (answer.detail);
    return { answer: null, refusal: reasons.map(({ msg }) => sentence(msg)).join(" ") };
  } catch {
    return { answer: null, refusal: "The server did not answer. Try again." };
  }
}

/** @param {string} words */
const sentence = (words) => `${words[0].toUpperCase()}${words.slice(1)}${/[.?!]$/.test(words) ? "" : "."}`;
