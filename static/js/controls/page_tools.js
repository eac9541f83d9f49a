import { copyText } from "../lib/clipboard.js";
import { byId } from "../lib/dom.js";
import { mountHelp } from "./help.js";
import { remember, remembered } from "./memory.js";

/** @import { App, View } from "../types.js" */

const SAID_FOR = 1600; // milliseconds that "Copied" is shown

/** @type {View["theme"][]} */
const THEMES = ["auto", "light", "dark"];
const THEME_WORDS = { auto: "as the system has it", light: "light", dark: "dark" };

/**
 * What is about the page and not about the race: theme, projector, link, code, help.
 *
 * @param {App} app
 * @param {() => string} address  of what is on show
 * @param {(part: string) => Promise<void>} openPart
 */
export function mountPageTools(app, address, openPart) {
  followTheme(app);
  followProjector(app);
  offerLink(address);
  offerCode(openPart);
  mountHelp();
}

/** @param {App} app */
function followTheme({ view }) {
  const button = byId("theme");
  const show = () => {
    const { theme } = view.get();
    const next = after(theme);
    document.documentElement.dataset.theme = theme;
    button.dataset.theme = theme;
    button.title = `Theme: ${THEME_WORDS[theme]}. Press for ${next === "auto" ? "the system's" : next}.`;
    button.ariaLabel = button.title;
  };
  const set = (/** @type {View["theme"]} */ theme) => {
    document.documentElement.dataset.theme = theme; // before anybody who draws is told
    view.set({ ...view.get(), theme });
  };
  button.addEventListener("click", () => {
    const next = after(view.get().theme);
    remember("theme", next);
    set(next);
  });
  view.subscribe(show);
  const kept = THEMES.find((theme) => theme === remembered("theme"));
  if (kept) set(kept);
  show();
}

/** @param {View["theme"]} theme */
const after = (theme) => THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length];

/** @param {App} app */
function followProjector({ view }) {
  const button = byId("projector");
  const show = () => {
    const { projector } = view.get();
    document.documentElement.toggleAttribute("data-projector", projector);
    button.ariaPressed = String(projector);
  };
  button.addEventListener("click", () => {
    const projector = !view.get().projector;
    document.documentElement.toggleAttribute("data-projector", projector);
    view.set({ ...view.get(), projector });
  });
  view.subscribe(show);
  show();
}

/** @param {() => string} address */
function offerLink(address) {
  const button = byId("copy-link");
  let timer = 0;
  button.addEventListener("click", async () => {
    const copied = await copyText(address());
    button.focus();
    byId("copy-said").textContent = copied
      ? "Link copied."
      : "The link could not be copied. Take it from the address bar.";
    button.classList.toggle("said", copied);
    clearTimeout(timer);
    timer = window.setTimeout(() => {
      button.classList.remove("said");
      byId("copy-said").textContent = "";
    }, SAID_FOR);
  });
}

/** Once it is there, the part listens to its button itself. @param {(part: string) => Promise<void>} openPart */
function offerCode(openPart) {
  byId("code-open").addEventListener("click", () => {
    openPart("code").catch(() => {
      byId("copy-said").textContent = "The code did not load. Press again.";
    });
  });
}
