// Joins the parts of the page.

import { read } from "./address.js";
import { mountPageTools } from "./controls/page_tools.js";
import { mountProblem } from "./controls/problem.js";
import { mountRacers } from "./controls/racers.js";
import { mountTransport } from "./controls/transport.js";
import { Lanes } from "./lanes.js";
import { followAddress, linkTo } from "./history.js";
import { byId } from "./lib/dom.js";
import { store } from "./lib/store.js";
import { link } from "./link.js";
import { player } from "./player.js";
import { mountCurves } from "./plots/curves.js";
import { mountMap } from "./plots/map.js";
import { mountTable } from "./plots/table.js";
import { initialSpec } from "./spec/first.js";

/** @import { App, Catalog, Connection, Race, Spec, View } from "./types.js" */

const THRESHOLD = 1e-4; // a gap that counts as reached, until the person sets another

const catalog = /** @type {Catalog} */ (JSON.parse(byId("catalog").textContent));
const found = read(location.hash.slice(1), catalog);
const lanes = new Lanes();

const spec = store(/** @type {Spec} */ (found.spec ?? initialSpec(catalog)));
const step = store(0);
const race = store(/** @type {Race} */ (lanes.race(spec.get(), true)));
const hover = store(/** @type {number | null} */ (null));
const connection = store(/** @type {Connection} */ ("connecting"));
const refusals = store(/** @type {Map<string, string>} */ (new Map()));
const view = store(
  /** @type {View} */ ({
    tab: found.tab,
    threshold: found.threshold ?? THRESHOLD,
    projector: false,
    steering: false,
    theme: "auto",
  }),
);
/** @type {App} */
const app = { catalog, spec, race, step, hover, view, connection, refusals, player: player(race, step) };

mountPageTools(app, () => linkTo(app));
mountProblem(app);
mountRacers(app);
mountMap(app);
mountCurves(app);
mountTable(app);
mountTransport(app);
followAddress(app, report);
report(found.problems);
spec.subscribe(() => report([]));
followConnection();
startOver();
link({ url: address("ws/run"), lanes, spec, step, race, connection, refusals });
document.documentElement.dataset.ready = "true";

/** Play from the start whenever the race is another one; a moved slider is no other race. */
function startOver() {
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const begin = () => (still ? app.player.seek(spec.get().steps) : app.player.restart());
  let surface = spec.get().surface;
  spec.subscribe((next) => {
    if (next.surface !== surface) begin();
    surface = next.surface;
  });
  if (found.step === null) begin();
  else app.player.seek(found.step);
}

/** Say that the connection is lost, quietly, and nothing when it is there. */
function followConnection() {
  const place = byId("connection");
  connection.subscribe((state) => {
    place.textContent =
      state === "lost" ? "Connection lost. What is here goes on playing; trying again." : "";
  });
}

/** @param {string[]} problems */
function report(problems) {
  const place = byId("notice");
  place.hidden = problems.length === 0;
  place.textContent = problems.length
    ? `${problems.join(" ")} The usual first race is shown instead.`
    : "";
}

/** @param {string} path */
function address(path) {
  const url = new URL(path, location.href);
  url.protocol = url.protocol.replace("http", "ws");
  url.hash = "";
  return url.href;
}
