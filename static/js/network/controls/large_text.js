// Large texts in a field: a browser edits thousands of lines for minutes, but sets them at once.

const LARGE = 10_000; // characters

/** @param {string} text */
export const bytesOf = (text) => new Blob([text]).size;

/**
 * Put large texts in, and take them out, at once. One that would be too long is not put in.
 *
 * @param {HTMLTextAreaElement} field
 * @param {number} most  bytes
 * @param {(bytes: number) => void} refuse
 */
export function takeLargeTexts(field, most, refuse) {
  field.addEventListener("beforeinput", (event) => {
    const { selectionStart: start, selectionEnd: end, value } = field;
    const fresh = event.data ?? (event.inputType.startsWith("delete") ? "" : null);
    if (fresh === null || fresh.length + end - start < LARGE) return;
    event.preventDefault();
    const bytes = bytesOf(value.slice(0, start) + fresh + value.slice(end));
    if (fresh && bytes > most) return refuse(bytes);
    field.setRangeText(fresh, start, end, "end");
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  });
}
