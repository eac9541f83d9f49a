// Forgets everything that this browser keeps of the page.

import { forgetShelf } from "./shelf.js";

/** Everything but what is on show: the page, races, choices and what was done in lessons. */
export async function forgetAll() {
  await Promise.allSettled([forgetShelf(), forgetPages()]);
  for (const name of Object.keys(localStorage)) if (name.startsWith("descent-lab-")) localStorage.removeItem(name);
}

async function forgetPages() {
  const enlisted = await navigator.serviceWorker?.getRegistration("./");
  await enlisted?.unregister();
  if (!("caches" in window)) return;
  const here = new URL("./", location.href).href;
  await caches.delete(`descent-lab ${here}`);
}
