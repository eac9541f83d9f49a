import { sentence } from "./sentence.js";

const BUSY = [429, 503]; // a server with too much to do, that says when it has less
const MOST = 10; // seconds that are waited without the person being told

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
    let got = await posted(path, body, signal);
    const seconds = Number(got.headers.get("retry-after") ?? NaN);
    if (BUSY.includes(got.status) && seconds <= MOST) {
      await new Promise((done) => setTimeout(done, 1000 * seconds * (1 + Math.random() / 2)));
      if (!signal?.aborted) got = await posted(path, body, signal);
    }
    const answer = await got.json();
    if (got.ok) return { answer, refusal: null };
    const reasons = /** @type {{ msg: string }[]} */ (answer.detail);
    return { answer: null, refusal: reasons.map(({ msg }) => sentence(msg)).join(" ") };
  } catch {
    return { answer: null, refusal: "The server did not answer. Try again." };
  }
}

/** @param {string} path @param {object} body @param {AbortSignal} [signal] */
const posted = (path, body, signal) =>
  fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
    signal,
  });
