// All that a drawing of the chosen racer's network shows at the step on show.

import { pretty } from "../../lib/number.js";
import { activationTable } from "../answers/activation_table.js";
import { connectionsOf } from "./connections.js";
import { drawingPlan, pixelsOf } from "./layout.js";
import { countWords, layerName, outputLabel } from "./words.js";
import { drawnWeights } from "./drawn_weights.js";
import { costOf, folded, Room } from "../answers/forward.js";
import { chosenEntrant } from "../racer_choice.js";
import { sideOf, UnitPictures } from "./unit_pictures.js";
import { allValues, exactPoints, healthOf } from "./unit_values.js";

/** @import { App, Data, Lane, LayerDetails } from "../../types.js" */
/** @import { Skin } from "../../plots/skin.js" */
/** @import { DrawingPlan } from "./layout.js" */
/** @import { Drawing } from "./paint.js" */
/** @import { Drawn } from "./drawn_weights.js" */
/** @import { Scene } from "./unit_card.js" */
/** @import { Health } from "./unit_values.js" */

/**
 * @typedef {object} Whole
 * @property {Drawing} drawing
 * @property {Scene} scene
 * @property {Drawn} drawn
 * @property {{ number: number, words: string, final: boolean }} step  `final` where no later one is finite
 * @property {{ dead: boolean, saturated: boolean }} marked  what some unit is marked as
 *
 * @typedef {object} Place
 * @property {number} width
 * @property {number} height
 * @property {Skin} skin
 * @property {boolean} coarse  pictures may be coarser
 * @property {boolean} quick  what takes long may be left out
 */

const AREA = 700; // CSS pixels for each line
const LINES = { least: 200, most: 1200 };
const LONGEST = 120; // CSS pixels for names beside units
const QUICK = 2e6; // multiplications that looking through the train rows may take while the race plays

/**
 * @param {App} app
 * @param {() => void} then  called when something that was missing has come
 */
export function drawingScene(app, then) {
  const pictures = new UnitPictures();
  const room = new Room();
  const planNow = keptPlan();
  /** @type {unknown[]} */
  let before = [];
  /** @type {Whole | null} */
  let last = null;

  /** What to draw, or why there is nothing. @param {Place} place @returns {Whole | string} */
  return ({ width, height, skin, coarse, quick }) => {
    const { catalog, data: { get: dataNow }, look, spec } = app;
    const data = dataNow();
    const entrant = chosenEntrant(app, skin.dark);
    if (!entrant) return "No racer is shown. The eye on a racer's card shows it again.";
    const run = look.get()?.runs.get(entrant.racer.id);
    if ((!data || !run) && app.refusals.get().size) return "Nothing is trained: a setting was refused. The reason stands beside it.";
    if (!data || !run) return app.connection.get() === "lost" ? "The connection is lost: the first weights wait for the server." : "Waiting for the first weights…";
    const { sizes, weights } = run;
    if (data.features.length !== sizes[0] || data.outputs !== sizes[sizes.length - 1]) return "Waiting for the data…";

    const { activation: choice, loss } = { ...spec.get().network, ...entrant.racer.overrides };
    const activation = catalog.networks?.activations.find(({ name }) => name === choice.name);
    const table = activationTable(choice, then);
    const { plan, inputs, outputs } = planNow({ sizes, data, width, height, skin });
    const details = look.get()?.details?.get(entrant.racer.id)?.layers ?? null;
    const now = [weights, data, table, plan, details, skin, coarse, quick, activation, run.step, entrant.lane?.outcome];
    if (last && now.every((part, place) => part === before[place])) return last;
    before = now;

    const drawn = drawnWeights(sizes, weights, linesIn(plan));
    const network = table && { net: folded(sizes, weights, data.plane), table, plane: data.plane };
    const bound = table && activation?.saturates ? Math.max(Math.abs(table[0]), Math.abs(table[table.length - 1])) : null;
    /** @type {Health | null} */
    let health = null;
    if (network) {
      const node = Math.max(...plan.layers.slice(1).map(({ node: side }) => side));
      const side = sideOf(sizes, node * (globalThis.devicePixelRatio || 1));
      pictures.read(network, sizes, { side: coarse ? Math.ceil(side / 2) : side, bound, dark: skin.dark });
      const points = exactPoints(data.plane, data.train);
      const dear = quick && points && points.us.length * costOf(sizes) > QUICK;
      if (points?.us.length && activation && !dear) health = healthOf(allValues(network, points, room), sizes, activation, table);
    }
    const troubles = health?.troubles ?? null;
    const flat = troubles?.flat() ?? [];
    last = {
      drawing: {
        plan, sizes, weights, widest: drawn.widest, troubles,
        connections: connectionsOf(sizes, weights, drawn),
        pictures: network && pictures,
        heads: headsOf(sizes, network ? pictures.ranges : [], health, details),
        inputs,
        outputs,
      },
      scene: {
        data, sizes, weights, network, bound, health, activation,
        threshold: catalog.networks?.losses.find(({ name }) => name === loss?.name)?.threshold ?? 0,
      },
      drawn,
      step: stepOf(run.step, entrant.lane),
      marked: { dead: flat.includes("dead"), saturated: flat.includes("saturated") },
    };
    return last;
  };
}

/** How many lines there is room for. @param {DrawingPlan} plan */
const linesIn = ({ width, height, scale }) =>
  Math.round(Math.min(Math.max((width * height) / (AREA * scale), LINES.least), LINES.most));

/** @param {number} number @param {Lane | undefined} lane */
function stepOf(number, lane) {
  const final = lane?.outcome?.status === "diverged" && number === lane.outcome.steps;
  return { number, final, words: final ? `diverged: its last finite step, ${number}` : `step ${number}` };
}

/**
 * Lines above each layer.
 *
 * @param {number[]} sizes
 * @param {number[]} ranges
 * @param {Health | null} health
 * @param {LayerDetails[] | null} details
 */
function headsOf(sizes, ranges, health, details) {
  const last = sizes.length - 1;
  return sizes.map((units, layer) => {
    const marked = (/** @type {"dead" | "saturated"} */ what) =>
      health ? health.troubles[layer].filter((trouble) => trouble === what).length : (details?.[layer - 1]?.[what] ?? 0);
    const range = ranges[layer];
    const trouble = layer > 0 && layer < last ? countWords(marked("dead"), marked("saturated"), units) : "";
    return [layerName(layer, last, units), range ? `±${pretty(range)}` : "", ...(trouble ? [trouble] : [])];
  });
}

/** A plan, and names that fit into it. They stay the same until they have to be others. */
function keptPlan() {
  let key = "";
  /** @type {DrawingPlan | null} */
  let plan = null;
  /** @type {string[]} */
  let inputs = [];
  /** @type {string[][]} */
  let outputs = [];
  /** @param {{ sizes: number[], data: Data, width: number, height: number, skin: Skin }} room */
  return ({ sizes, data, width, height, skin }) => {
    const next = JSON.stringify([sizes, data.features, data.classes, data.target, width, height, skin.scale, skin.font]);
    if (plan && next === key) return { plan, inputs, outputs };
    key = next;
    const pen = /** @type {CanvasRenderingContext2D} */ (document.createElement("canvas").getContext("2d"));
    pen.font = `500 ${12 * skin.scale}px ${skin.font}`;
    const wide = (/** @type {string} */ name) => pen.measureText(name).width;
    const room = (/** @type {string[]} */ names) => Math.max(...names.map(wide)) + 10 * skin.scale;
    const fit = (/** @type {string} */ name) => shortened(name, LONGEST * skin.scale, wide);
    inputs = data.features.map(fit);
    outputs = Array.from({ length: data.outputs }, (_, unit) => outputLabel(data, unit).map(fit));
    plan = drawingPlan({
      sizes, width, height, scale: skin.scale,
      before: room(inputs), after: room(outputs.flat()), pixels: pixelsOf(data.features),
    });
    return { plan, inputs, outputs };
  };
}

/**
 * A name that is as wide as it may be: what is in the middle is left out.
 *
 * @param {string} name
 * @param {number} most
 * @param {(text: string) => number} wide
 */
export function shortened(name, most, wide) {
  let [kept, text] = [name.length, name];
  while (wide(text) > most && kept > 2) {
    kept -= 1;
    text = `${name.slice(0, Math.ceil(kept / 2)).trimEnd()}…${name.slice(name.length - Math.floor(kept / 2)).trimStart()}`;
  }
  return text;
}
