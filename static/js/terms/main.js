// Words that are explained where they stand; how, is brought in with the first one.

for (const kind of ["pointerover", "focusin", "click"]) {
  document.addEventListener(kind, async (event) => {
    const term = /** @type {Element} */ (event.target).closest("a.term");
    if (!term) return;
    if (kind === "click") event.preventDefault();
    const { explain } = await import("./popover.js");
    explain(/** @type {HTMLAnchorElement} */ (term), kind);
  });
}
