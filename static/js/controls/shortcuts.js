// What a focused element does with a key itself comes before what the page does with it.
const TYPING = "input:not([type=range]), select, textarea, [contenteditable], [role=application]";
const ARROWS = "input[type=range]:not(#scrubber), [role=slider], [role=tab], [role=radio]";
const PRESSED = "button, a[href], summary, [role=button], [role=tab]";

/** @typedef {"toggle" | "back" | "forward" | "back-ten" | "forward-ten" | "start" | "end" | "restart" | "open" | "help"} Action */

/**
 * What a key means for playback, wherever the focus is.
 *
 * @param {Pick<KeyboardEvent, "key" | "shiftKey" | "ctrlKey" | "metaKey" | "altKey">} event
 * @param {(selector: string) => boolean} within whether the focus is inside such an element
 * @returns {Action | null}
 */
export function actionOf(event, within) {
  if (event.ctrlKey || event.metaKey || event.altKey || within(TYPING)) return null;
  switch (event.key) {
    case " ":
      return within(PRESSED) ? null : "toggle";
    case "ArrowLeft":
      return within(ARROWS) ? null : event.shiftKey ? "back-ten" : "back";
    case "ArrowRight":
      return within(ARROWS) ? null : event.shiftKey ? "forward-ten" : "forward";
    case "Home":
      return within(ARROWS) ? null : "start";
    case "End":
      return within(ARROWS) ? null : "end";
    case "r":
    case "R":
      return "restart";
    case "o":
    case "O":
      return "open";
    case "?":
      return "help";
    default:
      return null;
  }
}
