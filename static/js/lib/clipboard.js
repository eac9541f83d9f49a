/**
 * Copy a text; also where the page is not served over HTTPS.
 *
 * @param {string} text
 * @param {HTMLElement} [within]  what can be selected in: the open dialog, if there is one
 * @returns {Promise<boolean>}
 */
export async function copyText(text, within = document.body) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = document.createElement("textarea");
    area.value = text;
    area.className = "sr-only";
    within.append(area);
    area.select();
    const copied = document.execCommand("copy");
    area.remove();
    return copied;
  }
}
