// What all decision pictures have in common, made anew only when something of it changes.

import { senseOf } from "../answers/answers.js";
import { arranged } from "./arrangement.js";
import { inksOf } from "./ground.js";
import { pictureFrame } from "./picture_frame.js";
import { fittedTo, planeShape } from "./round.js";
import { stillLayer } from "./picture_layer.js";

/** @import { Choice, Data, LossInfo } from "../../types.js" */
/** @import { Skin } from "../../plots/skin.js" */
/** @import { Arrangement } from "./arrangement.js" */
/** @import { Scene } from "./paint.js" */

const GAP = 10; // CSS pixels between pictures
const TITLES = [24, 40]; // of a picture's title with one line, and with two
const BAR = 14; // of a scroll bar
const LEAST = 60; // CSS pixels: a smaller place is none

/**
 * @typedef {Scene & { arrangement: Arrangement, number: number }} Stage  `number` tells stages apart
 *
 * @typedef {object} Wish
 * @property {Data} data
 * @property {Choice | null} loss
 * @property {LossInfo[]} losses
 * @property {Skin} skin
 * @property {number} count  of pictures
 * @property {number} width  of the place for them
 * @property {number} height
 * @property {boolean} train  whether these examples are shown
 * @property {boolean} test
 */

/** The same stage again as long as the same is wished for; null where there is no room. */
export function stages() {
  /** @type {unknown[]} */
  let made = [];
  let number = 0;
  /** @type {Stage | null} */
  let stage = null;
  return (/** @type {Wish} */ wish) => {
    const { loss, ...rest } = wish;
    const key = [loss?.name, globalThis.devicePixelRatio, ...Object.values(rest)];
    if (key.length === made.length && key.every((part, place) => part === made[place])) return stage;
    made = key;
    number += 1;
    stage = wish.count && wish.width >= LEAST && wish.height >= LEAST ? { ...stageOf(wish), number } : null;
    return stage;
  };
}

/** @param {Wish} wish */
function stageOf({ data: whole, loss, losses, skin, count, width, height, train, test }) {
  const [one, two] = TITLES.map((title) => title * skin.scale);
  /** @type {Parameters<typeof arranged>[2]} */
  const sizes = { gap: GAP * skin.scale, titles: [one, two], scale: skin.scale };
  const arrange = (/** @type {number} */ bar) => arranged(count, { width: width - bar, height }, sizes, planeShape(whole));
  const first = arrange(0);
  const arrangement = first.scrolls ? arrange(BAR) : first;
  const frame = pictureFrame(arrangement.width, arrangement.height, skin.scale);
  const data = fittedTo(whole, frame.box);
  const sense = senseOf(data, loss, losses);
  const still = stillLayer({ data, sense, frame, skin, parts: { train, test } });
  return { data, inks: inksOf(sense, skin.dark), frame, skin, still, arrangement };
}
