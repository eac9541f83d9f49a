// Joins the parts of the page.

import { isOfNetwork, read } from "./address/state.js";
import { mountFairLine } from "./controls/fair_line.js";
import { mountKind } from "./controls/kind.js";
import { mountPageTools } from "./controls/page_tools.js";
import { mountProblem } from "./controls/problem.js";
import { mountRacers } from "./controls/racers.js";
import { mountReadings } from "./controls/readings.js";
import { mountTransport } from "./controls/transport.js";
import { Lanes } from "./lanes/lanes.js";
import { followAddress, linkTo } from "./history.js";
import { byId } from "./lib/dom.js";
import { store } from "./lib/store.js";
import { link } from "./link/link.js";
import { fetchMenus, openNetworks } from "./networks.js";
import { openPart } from "./parts.js";
import { player } from "./player.js";
import { keptRaces } from "./offline/kept_races.js";
import { mountNotice } from "./notice.js";
import { mountCurves } from "./plots/curves.js";
import { mountMap } from "./plots/map.js";
import { mountTable } from "./plots/table.js";
import { onSurfaces } from "./surfaces.js";
import "./terms/main.js";
import { initialSpec } from "./spec/first.js";
import { withKind } from "./spec/network.js";

/** @import { App, Catalog, Cloud, Connection, Data, Delay, Frame, Look, Race, Spec, View, WeightFrame } from "./types.js" */

// What counts as reached, until the person sets another: a gap, and a network's train loss.
const THRESHOLD = 1e-4;
const LOSS_THRESHOLD = 0.1;

const catalog = /** @type {Catalog} */ (JSON.parse(byId("catalog").textContent));
if (isOfNetwork(location.hash.slice(1))) await fetchMenus(catalog).catch(() => undefined);
const lesson = document.getElementById("lesson") && (await import("./lesson/main.js"));
const linked = location.hash.length > 1;
const found = await begun();
const lanes = new Lanes();

const spec = store(/** @type {Spec} */ (found.spec ?? usual()));
const step = store(0);
const race = store(/** @type {Race} */ (lanes.race(spec.get(), true)));
const hover = store(/** @type {number | null} */ (null));
const connection = store(/** @type {Connection} */ ("connecting"));
const delay = store(/** @type {Delay | null} */ (null));
const refusals = store(/** @type {Map<string, string>} */ (new Map()));
const view = store(
  /** @type {View} */ ({
    tab: "2d",
    networkTab: "decisions",
    across: "steps",
    chosen: null,
    features: null,
    threshold: THRESHOLD,
    lossThreshold: LOSS_THRESHOLD,
    projector: false,
    steering: false,
    theme: "auto",
    reading: "race",
    opened: [],
    parameter: null,
    fair: "own",
    budget: "steps",
    cloud: 0,
    ...found.view,
  }),
);
const kept = keptRaces(lanes, spec, race);
const trainer = link({ url: address("ws/run"), lanes, spec, step, race, connection, delay, kept, refusals });
/** @type {App} */
const app = {
  catalog, spec, race, step, hover, view, connection, delay, refusals, player: player(race, step), trainer,
  data: store(/** @type {Data | null} */ (null)),
  look: store(/** @type {Look | null} */ (null)),
  frame: store(/** @type {Frame | null} */ (null)),
  weightFrame: store(/** @type {WeightFrame | null} */ (null)),
  cloud: store(/** @type {Cloud | null} */ (null)),
};
const surfaces = onSurfaces(app);

mountPageTools(app, () => linkTo(app), (part) => openPart(app, part));
mountKind(app, () => openNetworks(app));
mountProblem(app);
mountRacers(app);
mountMap(surfaces);
mountCurves(surfaces);
mountTable(surfaces);
mountReadings(app, (part) => openPart(app, part));
mountFairLine(app, () => openPart(app, "fair"));
mountTransport(app);
followAddress(app, report, prepare);
if (spec.get().kind === "network") {
  await openNetworks(app).catch(() => report(["What networks need did not load."]));
}
report(found.problems);
spec.subscribe(() => report([]));
mountNotice(app);
startOver();
if ("embed" in document.documentElement.dataset) (await import("./embed/main.js")).mountEmbed(app);
lesson?.mountLesson(app, !linked, () => openNetworks(app));
document.documentElement.dataset.ready = "true";

/** Play from the start whenever the race is another one; a moved slider is no other race. */
function startOver() {
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const begin = () => (still ? app.player.seek(spec.get().steps) : app.player.restart());
  let ground = groundOf(spec.get());
  spec.subscribe((next) => {
    const before = ground;
    ground = groundOf(next);
    if (ground !== before) begin();
  });
  if (found.step === null) begin();
  else app.player.seek(found.step);
}

/** What the address asks for; without a race in it, the first one of the lesson on the page. */
async function begun() {
  const asked = read(location.hash.slice(1), catalog);
  if (!lesson || asked.spec || asked.problems.length) return asked;
  return lesson.firstRace(catalog, () => fetchMenus(catalog)).catch(() => asked);
}

/** The first race, of the kind that the link was of. */
function usual() {
  const first = initialSpec(catalog);
  return catalog.networks ? withKind(catalog, first, "network") : first;
}

/** What makes it another race. @param {Spec} spec */
function groundOf({ kind, surface, network }) {
  if (kind === "surface") return surface;
  const { dataset, hidden, activation, initializer, loss } = network;
  return JSON.stringify([dataset.name, hidden, activation.name, initializer.name, loss?.name]);
}

/** What a fragment needs before it can be read. @param {string} fragment */
async function prepare(fragment) {
  if (isOfNetwork(fragment)) await openNetworks(app);
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
