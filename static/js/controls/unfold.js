/**
 * Let a button show and hide what it stands for.
 *
 * @param {HTMLElement} button
 * @param {HTMLElement} content
 * @returns {(open: boolean) => void} opens or closes it
 */
export function unfold(button, content) {
  const set = (/** @type {boolean} */ open) => {
    content.hidden = !open;
    button.ariaExpanded = String(open);
  };
  button.addEventListener("click", () => set(content.hidden === true));
  return set;
}
