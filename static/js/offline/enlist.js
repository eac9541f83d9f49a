// Lets this browser keep the page for times without its server, once the page stands.

const SETTLED = 1500; // ms after a page has loaded: what it draws first comes first
const SEEN = 1000; // addresses that a browser remembers of a page

performance.setResourceTimingBufferSize(SEEN);

/** Everything that this page was made of. */
const seen = () => [
  ...performance.getEntriesByType("resource").map(({ name }) => name),
  ...[.../** @type {NodeListOf<HTMLLinkElement>} */ (document.querySelectorAll("link[href]"))].map(({ href }) => href),
  location.href,
];

async function enlist() {
  const { serviceWorker } = navigator;
  // One that is there is brought up to date by the browser, which says nothing where it cannot.
  if (!serviceWorker.controller) await serviceWorker.register("sw.js");
  const { active } = await serviceWorker.ready;
  active?.postMessage({ keep: [...new Set(seen())] });
}

if ("serviceWorker" in navigator && !("embed" in document.documentElement.dataset)) {
  const soon = () => setTimeout(() => enlist().catch(() => undefined), SETTLED);
  if (document.readyState === "complete") soon();
  else addEventListener("load", soon);
}
