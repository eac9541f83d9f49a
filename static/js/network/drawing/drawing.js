// The chosen racer's network: layers, weights, and what each unit responds to.

import { byId } from "../../lib/dom.js";
import { onPaint } from "../../lib/paint.js";
import { onSkin, skin } from "../../plots/skin.js";
import { connectionUnder } from "./connections.js";
import { scrollEdges } from "./edges.js";
import { mountLegend } from "./legend.js";
import { paintDrawing } from "./paint.js";
import { drawingScene } from "./scene.js";
import { drawingTip } from "./tip.js";
import { lostWords, networkWords, unitName } from "./words.js";
import { chosenEntrant, racerChoice } from "../racer_choice.js";
import { unitButtons } from "./unit_buttons.js";
import { openWeight } from "./opened_weight.js";
import { unitCard } from "./unit_card.js";

/** @import { App } from "../../types.js" */
/** @import { Ends } from "./opened_weight.js" */
/** @import { Pointed } from "./paint.js" */
/** @import { Whole } from "./scene.js" */
/** @import { Which } from "./words.js" */

const PAUSE = 160; // milliseconds between two updates of words while the race plays
const SLOW = 12; // milliseconds: drawings that take longer are made less often, and coarser

/** @param {App} app */
export function mountDrawing(app) {
  const scroll = byId("drawing-scroll");
  const place = byId("drawing-place");
  const canvas = /** @type {HTMLCanvasElement} */ (byId("drawing-canvas"));
  const state = byId("drawing-state");
  const tip = drawingTip(byId("drawing-tip"), scroll);
  const choice = racerChoice(app, byId("drawing-racers"), "drawn-racer");
  const legend = mountLegend();
  const seeEdges = scrollEdges(scroll, byId("drawing-more"));
  const sceneNow = drawingScene(app, () => change());
  /** @type {Whole | null} */
  let whole = null;
  /** @type {Pointed} */
  let pointed = { unit: null, connection: null, open: null };
  let room = { width: 0, height: 0 };
  let took = 0; // milliseconds, of the latest drawing
  let drawn = 0; // when that was
  let later = 0;
  let said = 0; // when words were last written
  let saying = 0;

  const here = () => app.view.get().networkTab === "network" && app.spec.get().kind === "network";
  const playing = () => app.player.playing.get();

  const nameOf = (/** @type {Which} */ which) => {
    if (!whole) return "";
    const { data, sizes, health } = whole.scene;
    const trouble = health?.troubles[which.layer][which.unit];
    return `${unitName(data, sizes, which)}${trouble ? `, ${trouble}` : ""}`;
  };
  const open = (/** @type {Which} */ which) => {
    if (!whole) return;
    pointed = { unit: null, connection: null, open: which };
    const { x } = whole.drawing.plan.layers[which.layer];
    card.open(which, x - scroll.scrollLeft > scroll.clientWidth / 2 ? "left" : "right");
    card.show(whole.scene, skin(), !playing());
    card.focus();
    repaint();
  };
  /** @param {boolean} back  whether the focus goes back to the unit */
  const close = (back) => {
    const which = pointed.open;
    if (!which) return;
    pointed = { ...pointed, open: null };
    card.hide();
    if (back) buttons.focus(which);
    repaint();
  };
  const point = (/** @type {Pick<Pointed, "unit" | "connection">} */ next) => {
    if (same(next, pointed)) return;
    pointed = { ...pointed, ...next };
    repaint();
  };
  const buttons = unitButtons(byId("drawing-units"), { open, point: (unit) => point({ unit, connection: null }) });
  const weigh = (/** @type {Ends} */ ends) => {
    if (whole) openWeight(app, whole.scene.sizes, ends);
  };
  const card = unitCard({ open, close: () => close(true), weigh });

  const draw = () => {
    if (!here() || !room.width) return;
    const began = performance.now();
    const now = skin();
    choice.show(now.dark);
    const found = sceneNow({ ...room, skin: now, coarse: playing() && took > SLOW, quick: playing() });
    if (typeof found === "string") {
      clear(found);
      return;
    }
    const another = whole?.drawing.plan !== found.drawing.plan;
    whole = found;
    note();
    if (another) arrange(whole);
    paint();
    took = performance.now() - began;
    drawn = began;
    say();
  };
  const paint = () => {
    if (!whole) return;
    const { connections, sizes } = whole.drawing;
    const { connection, open: opened } = pointed;
    // The weight of the line under the pointer is another one at another step.
    if (connection) pointed.connection = connections.find((each) => same({ unit: null, connection: each }, { unit: null, connection })) ?? null;
    if (opened && !(opened.unit < sizes[opened.layer])) close(false);
    paintDrawing(canvas, skin(), whole.drawing, pointed);
    tip.show(whole, pointed);
    place.style.cursor = pointed.connection ? "pointer" : "";
  };
  const repaint = onPaint(() => {
    if (here()) paint();
  });
  const drawSoon = onPaint(draw);
  const change = () => {
    if (!here()) return;
    clearTimeout(later);
    const wait = playing() && took > SLOW ? drawn + 3 * took - performance.now() : 0;
    if (wait > 0) later = window.setTimeout(drawSoon, wait);
    else drawSoon();
  };

  const tell = (/** @type {string} */ words) => {
    if (state.textContent !== words) state.textContent = words;
    state.dataset.kind = whole ? "partial" : "empty";
    scroll.classList.toggle("empty", !whole);
  };
  /** What is drawn stays while the connection is lost; say so where it is not the step on show. */
  const note = () => {
    if (!whole || !here()) return;
    const { number, final } = whole.step;
    const late = app.connection.get() === "lost" && number !== app.step.get() && !(final && number < app.step.get());
    tell(late ? lostWords(number) : "");
  };
  /** Nothing is drawn until there is a network; say why. @param {string} words */
  const clear = (words) => {
    whole = null;
    tell(words);
    legend.hide();
    close(false);
    byId("drawing-step").textContent = byId("drawing-words").textContent = "";
  };
  const arrange = (/** @type {Whole} */ { drawing: { plan } }) => {
    for (const { style } of [place, canvas]) [style.width, style.height] = [`${plan.width}px`, `${plan.height}px`];
    seeEdges();
    buttons.arrange(plan, nameOf);
    pointed = { ...pointed, unit: null, connection: null };
  };

  /** Words are not for every frame. */
  const say = () => {
    clearTimeout(saying);
    const wait = playing() ? said + PAUSE - performance.now() : 0;
    if (wait > 0) {
      saying = window.setTimeout(say, wait);
      return;
    }
    said = performance.now();
    if (!whole || !here()) return;
    const { drawing, scene, step } = whole;
    legend.show(whole);
    buttons.name(nameOf);
    if (pointed.open) card.show(scene, skin(), !playing());
    byId("drawing-step").textContent = `${drawing.sizes.join("-")}, ${step.words}`;
    if (playing()) return;
    const racer = chosenEntrant(app, skin().dark)?.name ?? "";
    byId("drawing-words").textContent = networkWords(racer, step.number, whole.drawn, drawing);
  };

  place.addEventListener("pointermove", (event) => {
    if (!whole || event.pointerType === "touch") return;
    const unit = buttons.whichOf(event.target);
    const corner = place.getBoundingClientRect();
    const { plan, connections } = whole.drawing;
    const under = () => connectionUnder(plan, connections, event.clientX - corner.left, event.clientY - corner.top);
    point({ unit, connection: unit ? null : under() });
  });
  place.addEventListener("click", () => {
    const { connection } = pointed;
    if (connection) weigh({ ...connection, layer: connection.layer + 1 });
  });
  place.addEventListener("pointerleave", () => point({ unit: null, connection: null }));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented || !pointed.open || !here()) return;
    const focused = document.activeElement;
    if (focused === document.body || byId("drawing").contains(focused)) close(true);
  });
  new ResizeObserver(() => {
    room = { width: scroll.clientWidth, height: scroll.clientHeight };
    seeEdges();
    change();
  }).observe(scroll);
  onSkin(change);
  for (const watched of [app.spec, app.view, app.race, app.data, app.look, app.player.playing, app.refusals, app.connection]) watched.subscribe(change);
  app.step.subscribe(note);
}

/**
 * Whether the same is under the pointer.
 *
 * @param {Pick<Pointed, "unit" | "connection">} one
 * @param {Pick<Pointed, "unit" | "connection">} other
 */
const same = (one, other) =>
  one.unit?.layer === other.unit?.layer &&
  one.unit?.unit === other.unit?.unit &&
  one.connection?.layer === other.connection?.layer &&
  one.connection?.from === other.connection?.from &&
  one.connection?.to === other.connection?.to;
