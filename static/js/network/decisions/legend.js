// What the colours and marks of decision pictures mean, once for all of them.

import { byId } from "../../lib/dom.js";
import { pretty } from "../../lib/number.js";
import { counted } from "../counted.js";
import { drawMark } from "./picture_layer.js";
import { sliceWords } from "./words.js";
import { classColour, classMark, css, divergingShades, SHADES } from "../answers/palette.js";

/** @import { Data } from "../../types.js" */
/** @import { Skin } from "../../plots/skin.js" */
/** @import { Sense } from "../answers/answers.js" */

const BAR = { width: 120, narrow: 56, height: 10 }; // CSS pixels
const PHONE = 760; // CSS pixels: below, the page is as narrow as a phone
const MARK = 16;

/**
 * @param {Data} data
 * @param {Sense} sense
 * @param {Skin} skin
 */
export function showLegend(data, sense, skin) {
  const scale = byId("decisions-scale");
  const { rows } = data;
  const [what, why] = sliceWords(data);
  byId("decisions-slice").hidden = what === "";
  byId("decisions-slice").replaceChildren(what, words(why));
  byId("train-count").textContent = `train ${counted(rows.train)}`;
  byId("test-count").textContent = `test ${counted(rows.test)}`;
  if (sense.kind === "number") scale.replaceChildren(...ofNumbers(data, sense, skin));
  else if (sense.kind === "two") scale.replaceChildren(...ofTwo(sense, skin));
  else scale.replaceChildren(...sense.classes.map((name, number) => classKey(name, number, sense, skin)), words("paler where another class is near"));
}

/** @param {Data} data @param {Sense} sense @param {Skin} skin */
function ofNumbers(data, { low, high, scale, target }, skin) {
  if (data.plane.kind === "line") return [words(`${target}, as the network answers: the line`)];
  const own = (/** @type {number} */ value) => words(pretty(value * scale.deviation + scale.mean, 2));
  return [words(target), own(low), bar(skin), own(high), words("lines at each quarter")];
}

/** @param {Sense} sense @param {Skin} skin */
function ofTwo(sense, skin) {
  const [low, high, what] = {
    logits: ["100 %", "100 %", "probability"],
    margins: [`${pretty(-1)}`, "1", "margin"],
    numbers: ["0", "1", "output"],
  }[sense.answers];
  return [classKey(sense.classes[0], 0, sense, skin), words(low), bar(skin), words(high), classKey(sense.classes[1], 1, sense, skin), words(what)];
}

/** @param {string} text */
function words(text) {
  const element = document.createElement("span");
  element.textContent = text;
  return element;
}

/** A canvas as fine as the screen. @param {number} width @param {number} height */
function small(width, height) {
  const canvas = document.createElement("canvas");
  const ratio = globalThis.devicePixelRatio || 1;
  [canvas.width, canvas.height] = [Math.round(width * ratio), Math.round(height * ratio)];
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  canvas.ariaHidden = "true";
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  return { canvas, pen };
}

/** The colours from low to high. @param {Skin} skin */
function bar({ dark, scale }) {
  const { height } = BAR;
  const width = innerWidth < PHONE ? BAR.narrow : BAR.width;
  const { canvas, pen } = small(width * scale, height * scale);
  const shades = new Uint8ClampedArray(divergingShades(dark).buffer);
  const colours = pen.createLinearGradient(0, 0, width * scale, 0);
  for (const share of [0, 0.25, 0.5, 0.75, 1]) {
    const at = 4 * Math.round(share * (SHADES - 1));
    colours.addColorStop(share, css([shades[at], shades[at + 1], shades[at + 2]]));
  }
  pen.fillStyle = colours;
  pen.fillRect(0, 0, width * scale, height * scale);
  return canvas;
}

/** A class's mark with its name. @param {string} name @param {number} number @param {Sense} sense @param {Skin} skin */
function classKey(name, number, { classes }, skin) {
  const side = MARK * skin.scale;
  const { canvas, pen } = small(side, side);
  const { path, text } = classMark(number, classes.length, 5.5 * skin.scale);
  pen.translate(side / 2, side / 2);
  drawMark(pen, skin, { path: new Path2D(path), text }, css(classColour(number, classes.length, skin.dark)), true, 5.5 * skin.scale);
  const key = words("");
  key.className = "decisions-class";
  key.append(canvas, text === name ? "" : name);
  return key;
}
