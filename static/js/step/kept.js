/**
 * What was answered, by question; the oldest goes first.
 *
 * @template T
 * @param {number} most
 */
export function kept(most) {
  /** @type {Map<string, T>} */
  const answers = new Map();
  return {
    /** @param {string} key */
    find: (key) => answers.get(key),
    /** @param {string} key @param {T} answer */
    keep(key, answer) {
      answers.delete(key);
      answers.set(key, answer);
      for (const oldest of answers.keys()) {
        if (answers.size <= most) return;
        answers.delete(oldest);
      }
    },
  };
}
