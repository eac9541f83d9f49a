// A file dropped anywhere on the page, while networks are shown, is a table to learn from.

/** @import { App } from "../../types.js" */

/**
 * @param {App} app
 * @param {(file: File) => void} onFile
 */
export function takeDroppedFiles({ spec }, onFile) {
  const wanted = (/** @type {DragEvent} */ { dataTransfer }) =>
    spec.get().kind === "network" && dataTransfer !== null && dataTransfer.types.includes("Files");
  const mark = (/** @type {boolean} */ over) => document.documentElement.toggleAttribute("data-dropping", over);
  document.addEventListener("dragover", (event) => {
    if (!wanted(event)) return;
    event.preventDefault();
    mark(true);
  });
  document.addEventListener("dragleave", (event) => {
    if (event.relatedTarget === null) mark(false);
  });
  document.addEventListener("drop", (event) => {
    mark(false);
    if (!wanted(event)) return;
    event.preventDefault();
    const [file] = event.dataTransfer?.files ?? [];
    if (file) onFile(file);
  });
}
