// How fine decision pictures are computed: as time allows while they change, finer when they rest.

const STEPS = [24, 32, 40, 48, 64, 80, 96, 128]; // columns of a grid
const SHARP = 5; // CSS pixels of a picture for each column; finer is not seen through the smoothing
const LEARN = 0.1; // of a new measurement in what is known of the computer's speed
const PLAYING = 9; // ms for all pictures of a frame
const RESTING = 30; // ms for one picture

/** Measures how fast this computer is, and says how many columns to compute. */
export function fineness() {
  let pace = 2e-6; // ms for a multiplication at a place; measured as pictures are drawn
  return {
    /**
     * @param {object} wish
     * @param {number} wish.cost  multiplications for a place, in all pictures together
     * @param {number} wish.pictures
     * @param {number} wish.width  of one, in CSS pixels
     * @param {number} wish.aspect  height by width
     * @param {boolean} wish.moving
     */
    columns({ cost, pictures, width, aspect, moving }) {
      const places = (moving ? PLAYING : RESTING * pictures) / (pace * cost);
      const most = Math.min(Math.sqrt(places / aspect), Math.max(STEPS[0], width / (moving ? SHARP : SHARP - 1)));
      return STEPS.findLast((columns) => columns <= most) ?? STEPS[0];
    },
    /** A picture was drawn. @param {number} ms @param {number} work  multiplications at all its places */
    took(ms, work) {
      if (work > 0) pace += LEARN * (Math.min(ms / work, 10 * pace) - pace);
    },
  };
}
