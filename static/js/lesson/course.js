// The course's page: what was done, and where to go on.

import { byId } from "../lib/dom.js";
import { forget, progress } from "./progress.js";
import "../terms/main.js";

const lessons = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[data-lesson]")]);

function show() {
  const done = progress();
  const open = lessons.filter(({ dataset }) => !(`${dataset.lesson}` in done));
  for (const each of lessons) {
    const tick = /** @type {HTMLElement} */ (each.querySelector(".course-tick"));
    tick.hidden = open.includes(each);
  }
  const count = lessons.length - open.length;
  byId("course-progress").textContent = count ? `${count} of ${lessons.length} done` : `${lessons.length} lessons`;
  byId("course-forget").hidden = !count;
  const next = open[0] ?? lessons[0];
  const on = /** @type {HTMLAnchorElement} */ (byId("course-on"));
  on.href = `./?lesson=${next.dataset.lesson}`;
  on.textContent = count && open.length ? `Continue: ${next.dataset.title}` : count ? "Start again" : "Start";
}

byId("course-forget").addEventListener("click", () => {
  forget();
  show();
  byId("course-on").focus();
});
addEventListener("pageshow", show); // also when the browser comes back to the page it kept
show();
