// The service worker, served as /sw.js: answers from this browser where there is no server.
// docs/offline.md says what it keeps. It is a script of its own and imports nothing.

(() => {
  const worker = /** @type {any} */ (self); // tsc knows the page's global scope alone
  const SCOPE = worker.registration.scope;
  const SHELF = `descent-lab ${SCOPE}`;
  const PATIENCE = 4000; // ms that a server may take where there is an answer here
  const GRIDS = 60; // surfaces' heights that are kept
  const STATIC = /^static\/([^/]+)\//;
  const GRID = /^api\/surfaces\/[^/]+\/grid/;
  const ANSWERS = [/^parts\//, /^api\/(catalog|glossary)$/, /^api\/activations/, GRID];

  /** An address from where the page is; null elsewhere. @param {string} url */
  const within = (url) => (url.startsWith(SCOPE) ? url.slice(SCOPE.length) : null);
  /** @param {string} url */
  const bare = (url) => url.split("#")[0];
  const opened = () => caches.open(SHELF);
  /** @param {Cache} shelf @param {string} url */
  const found = (shelf, url) => shelf.match(bare(url), { ignoreVary: true });

  worker.addEventListener("install", () => worker.skipWaiting());
  worker.addEventListener("activate", (/** @type {any} */ event) => event.waitUntil(worker.clients.claim()));
  worker.addEventListener("message", (/** @type {any} */ event) => {
    if (event.data?.keep) event.waitUntil(keep(event.data.keep.map(bare)));
  });
  worker.addEventListener("fetch", (/** @type {any} */ event) => {
    const { request } = event;
    const path = within(request.url);
    if (request.method !== "GET" || path === null) return;
    if (STATIC.test(path)) event.respondWith(asset(request));
    else if (request.mode === "navigate") event.respondWith(page(request));
    else if (ANSWERS.some((kind) => kind.test(path))) event.respondWith(answer(request, path));
  });

  /** What a page was made of, told by the page once it stands. @param {string[]} urls */
  async function keep(urls) {
    const shelf = await opened();
    const wanted = urls.filter((url) => {
      const path = within(url);
      return path !== null && (/^(lessons|evidence)?(\?|$)/.test(path) || [STATIC, ...ANSWERS].some((kind) => kind.test(path)));
    });
    const isAsset = (/** @type {string} */ url) => STATIC.test(within(url) ?? "");
    // Pages last: one that is here has all that it is made of.
    for (const url of wanted.toSorted((one, other) => Number(isAsset(other)) - Number(isAsset(one)))) {
      if (isAsset(url) && (await found(shelf, url))) continue;
      const got = await fetch(url, { cache: "force-cache" }); // the browser has it: nothing is sent
      if (got.ok && !got.redirected) await shelf.put(url, got);
    }
    await forgetOlder(shelf, wanted);
  }

  /** What another release left, and its pages, which would ask for it. @param {Cache} shelf @param {string[]} urls */
  async function forgetOlder(shelf, urls) {
    const release = (/** @type {string} */ url) => STATIC.exec(within(url) ?? "")?.[1];
    const today = new Set(urls.map(release));
    const kept = (await shelf.keys()).map(({ url }) => url);
    if (kept.every((url) => today.has(release(url)) || !release(url))) return;
    const named = new Set(urls);
    for (const url of kept) if (!named.has(url) && !(release(url) && today.has(release(url)))) await shelf.delete(url);
  }

  /** What never changes under its address. @param {Request} request */
  async function asset(request) {
    const shelf = await opened();
    const kept = await found(shelf, request.url);
    if (kept) return kept;
    const got = await fetch(request);
    if (got.ok && got.headers.get("cache-control")?.includes("immutable")) await shelf.put(bare(request.url), got.clone());
    return got;
  }

  /** Today's answer of the server, else the one that is kept. @param {Request} request @param {string} path */
  async function answer(request, path) {
    const shelf = await opened();
    const got = await serverOr(request, await found(shelf, request.url));
    if (got.fresh?.ok) {
      await shelf.put(bare(request.url), got.fresh.clone());
      if (GRID.test(path)) await thin(shelf);
    }
    return got.fresh ?? got.kept ?? Response.error();
  }

  /** A page is kept when it says so itself. @param {Request} request */
  async function page(request) {
    const shelf = await opened();
    const url = new URL(request.url);
    const kept = (await found(shelf, request.url)) ?? (url.searchParams.has("lesson") || within(url.origin + url.pathname) ? undefined : await found(shelf, SCOPE));
    const got = await serverOr(request, kept);
    return got.fresh ?? got.kept ?? missing(shelf);
  }

  /**
   * @param {Request} request
   * @param {Response | undefined} kept
   * @returns {Promise<{ fresh?: Response, kept?: Response }>}
   */
  async function serverOr(request, kept) {
    const asked = fetch(request).then((fresh) => (kept && fresh.status >= 502 ? { kept } : { fresh }));
    const gone = asked.catch(() => ({ kept }));
    if (!kept) return gone;
    return Promise.race([gone, /** @type {typeof gone} */ (new Promise((done) => setTimeout(done, PATIENCE, { kept })))]);
  }

  /** @param {Cache} shelf */
  async function thin(shelf) {
    const grids = (await shelf.keys()).filter(({ url }) => GRID.test(within(url) ?? ""));
    for (const grid of grids.slice(0, Math.max(0, grids.length - GRIDS))) await shelf.delete(grid);
  }

  /** @param {Cache} shelf */
  async function missing(shelf) {
    const lessons = (await shelf.keys()).map(({ url }) => new URL(url)).filter(({ searchParams }) => searchParams.has("lesson"));
    const link = (/** @type {string} */ href, /** @type {string} */ words) => `<li><a href="${href}">${words}</a></li>`;
    const links = lessons.map(({ search, searchParams }) =>
      link(encodeURI(`./${search}`), encodeURIComponent(searchParams.get("lesson") ?? "").replaceAll("-", " ")));
    const words = [
      '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">',
      '<meta name="color-scheme" content="light dark"><style>body{font:16px/1.5 system-ui,sans-serif;max-width:40em;margin:2em auto;padding:0 1em}</style><title>Offline · Descent Lab</title>',
      "<h1>Offline</h1><p>This page was not visited in this browser yet, and the server cannot be reached. What is kept here:</p>",
      `<ul>${link("./", "the playground")}${links.join("")}</ul>`,
    ];
    return new Response(words.join(""), { status: 503, headers: { "Content-Type": "text/html; charset=utf-8" } });
  }
})();
