// What all decision pictures have in common, made anew only when something of it changes.

import { senseOf } from "../answers/answers.js";
import { arranged } from "./arrangement.js";
import { inksOf } from "./ground.js";
import { pictureFrame } from "./picture_frame.js";
import { stillLayer } from "./picture_layer.js";

/** @import { Choice, Data, LossInfo } from "../../types.js" */
/** @import { Skin } from "../../plots/skin.js" */
/** @import { Arrangement } from "./arrangement.js" */
/** @import { Scene } from "./paint.js" */

export const GAP = 10; // CSS pixels between pictures
export const TITLE = 24; // of a picture's title
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
function stageOf({ data, loss, losses, skin, count, width, height, train, test }) {
  const sizes = { gap: GAP * skin.scale, title: TITLE * skin.scale, scale: skin.scale };
  const whole = arranged(count, { width, height }, sizes);
  const arrangement = whole.scrolls ? arranged(count, { width: width - BAR, height }, sizes) : whole;
  const sense = senseOf(data, loss, losses);
  const frame = pictureFrame(arrangement.width, arrangement.height, skin.scale);
  const still = stillLayer({ data, sense, frame, skin, parts: { train, test } });
  return { data, inks: inksOf(sense, skin.dark), frame, skin, still, arrangement };
}
