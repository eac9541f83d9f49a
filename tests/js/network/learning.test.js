import assert from "node:assert/strict";
import { test } from "node:test";

import { bunched, changeWords } from "../../../static/js/network/curves/changes.js";
import { counted, grouped } from "../../../static/js/network/counted.js";
import { figure, percent, squared } from "../../../static/js/network/curves/figures.js";
import { gapBands } from "../../../static/js/network/curves/gap_band.js";
import { acrossStep, footMarks, footWords, marksOf, planned, stepUnder } from "../../../static/js/network/curves/panels.js";
import { headAt } from "../../../static/js/network/curves/paint.js";
import { placeAt, seriesOf } from "../../../static/js/network/curves/series.js";

/** A racer scored at steps 0, 10 and 20 that took 25 steps. @param {any} [changes] */
function trained({ id = "a", batch = 32, scores = {} } = /** @type {any} */ ({})) {
  const length = 26;
  return /** @type {any} */ ({
    racer: { id, look: 0 }, name: id, look: { color: "#000", dash: [], marker: "circle" },
    lane: {
      id, length, gap: new Float32Array(length).fill(0.6), norm: new Float32Array(length).fill(0.2),
      rate: new Float64Array(length).fill(0.1), outcome: null,
      learning: {
        batch, examples: 350, sizes: [2, 1], flow: [],
        scores: {
          steps: [0, 10, 20], train_loss: [0.7, 0.3, 0.1], test_loss: [0.7, 0.4, 0.5],
          train_quality: [0.5, 0.9, 1], test_quality: [0.5, 0.8, 0.85], ...scores,
        },
      },
    },
  });
}

/** @type {any} */
const WISHES = { across: "steps", chosen: null, steps: 100, loss: "cross-entropy", task: "classification", batch: false };
const plan = (/** @type {any} */ racers, wishes = {}) => planned(racers, 360, 1, { ...WISHES, ...wishes });

test("thousands stand apart", () => {
  assert.deepEqual([0, 640, 2000, 1234567].map(counted), ["0", "640", "2,000", "1,234,567"]);
  assert.equal(grouped("since step 4998"), "since step 4,998");
  assert.equal(grouped("0.12345"), "0.12345");
});

test("the band between two curves goes there along one and back along the other", () => {
  assert.deepEqual(gapBands([0, 1, 2], [5, 4, 3], [6, 7, 8]), [[[0, 5], [1, 4], [2, 3], [2, 8], [1, 7], [0, 6]]]);
});

test("there is no band where a curve is missing", () => {
  assert.deepEqual(gapBands([0, 1], [5, 4], [NaN, NaN]), []);
  const parted = gapBands([0, 1, 2, 3, 4], [1, 1, NaN, 1, 1], [2, 2, 2, 2, 2]);
  assert.deepEqual(parted.map((band) => band.length), [4, 4]);
  assert.deepEqual(gapBands([0, 1, 2], [1, NaN, 1], [2, 2, 2]), []);
});

test("the latest score counts", () => {
  const series = seriesOf(trained().lane, "test_loss");
  assert.deepEqual([0, 9, 10, 25, 99].map((step) => placeAt(series, step)), [0, 0, 1, 2, 2]);
  assert.equal(placeAt({ ...series, steps: [5, 10, 20] }, 4), -1);
  assert.equal(placeAt(seriesOf(trained().lane, "norm"), 99), 25);
});

test("a head lies on the line between two scores", () => {
  const drawn = plan([trained()]);
  const [loss] = drawn.panels;
  const at = (/** @type {number} */ step) => headAt(drawn, loss, drawn.paces[0], seriesOf(trained().lane, "train_loss"), step);
  assert.equal(at(5).x, acrossStep(drawn, drawn.paces[0], 5));
  assert.ok(Math.abs(at(5).y - (at(0).y + at(10).y) / 2) < 1e-9);
  assert.equal(at(99).x, acrossStep(drawn, drawn.paces[0], 20));
});

test("numbers have one form: three digits, fewer beside long powers, and words for an R² far off", () => {
  assert.deepEqual([0.25, 1234.5, 0.00661, 3.96e-7].map((value) => figure(value)), ["0.25", "1,230", "0.00661", "3.96×10⁻⁷"]);
  assert.deepEqual([7.114e90, 1.234e-12, NaN].map((value) => figure(value)), ["7.1×10⁹⁰", "1.2×10⁻¹²", "–"]);
  assert.deepEqual([0.304, -3.2, -2.45e135, NaN].map(squared), ["0.304", "−3.2", "far off", "–"]);
  assert.deepEqual([1, NaN].map(percent), ["100.0 %", "–"]);
});

test("rates a power of ten apart have a logarithmic axis, whoever else races", () => {
  const rates = (/** @type {number[]} */ ...wanted) =>
    plan(wanted.map((rate, place) => {
      const racer = trained({ id: `r${place}` });
      racer.lane.rate.fill(rate);
      return racer;
    })).panels[3].scale.kind;
  assert.deepEqual([rates(0.1), rates(0.1, 0.02), rates(0.1, 0.01), rates(0.1, 0.05, 0.001)], ["linear", "linear", "log", "log"]);
});

test("the axis of uneven racers ends with the shortest, until the longest is wished for", () => {
  const racers = [trained({ batch: 350 }), trained({ id: "b", batch: 1 })];
  const short = plan(racers, { across: "examples", chosen: "a" });
  assert.deepEqual([short.total, short.uneven], [100, { shortest: 100, longest: 35000 }]);
  assert.equal(footWords(short), "to 100 examples, where the shortest ends");
  assert.equal(Math.round(stepUnder(short, short.right) ?? NaN), 100);
  assert.equal(acrossStep(short, short.paces[0], 100), short.right);
  const long = plan(racers, { across: "examples", whole: true });
  assert.deepEqual([long.total, footWords(long)], [35000, "examples seen"]);
  assert.equal(plan([trained(), trained({ id: "b", batch: 100 })], { across: "epochs" }).uneven, null);
  assert.equal(plan(racers).uneven, null);
});

test("curves against examples end where the racer that sees most does", () => {
  const racers = [trained(), trained({ id: "b", batch: 350 })];
  assert.equal(plan(racers).total, 100);
  assert.equal(plan(racers, { across: "examples", whole: true }).total, 35000);
  const epochs = plan(racers, { across: "epochs", whole: true });
  assert.equal(epochs.total, 100);
  assert.equal(acrossStep(epochs, epochs.paces[1], 100), epochs.right);
  assert.ok(acrossStep(epochs, epochs.paces[0], 100) < epochs.left + 0.1 * (epochs.right - epochs.left));
  assert.equal(Math.round(stepUnder(epochs, epochs.right) ?? NaN), 100);
});

test("a racer that explodes leaves the picture and does not flatten the others", () => {
  const wild = trained({ id: "b", scores: { train_loss: [4e5, 9e9, NaN], test_loss: [4e5, 9e9, NaN] } });
  wild.lane.outcome = { status: "diverged" };
  const alone = plan([trained()]).panels[0].scale;
  assert.deepEqual(plan([trained(), wild]).panels[0].scale, alone);
  assert.ok(plan([wild]).panels[0].scale.high > 5);
});

test("accuracy has an axis in percent up to 100", () => {
  const panel = plan([trained()]).panels[1];
  assert.equal(panel.title, "accuracy");
  assert.equal(panel.scale.low, 0.4);
  assert.ok(marksOf(panel, 3).every(({ words }) => words.endsWith(" %")));
});

test("a very bad R² leaves the picture", () => {
  const bad = trained({ scores: { train_quality: [-40, 0.5, 0.9], test_quality: [NaN, NaN, NaN] } });
  const panel = plan([bad], { task: "regression" }).panels[1];
  assert.equal(panel.title, "R²");
  assert.equal(panel.scale.low, -1);
});

test("the loss of mini-batches is drawn when wished for", () => {
  assert.deepEqual(plan([trained()]).panels[0].lines.map(({ style }) => style), ["train", "test"]);
  assert.deepEqual(plan([trained()], { batch: true }).panels[0].lines.map(({ style }) => style), ["batch", "train", "test"]);
});

test("before anything came there are axes over the steps", () => {
  const empty = plan([]);
  assert.equal(empty.total, 100);
  assert.ok(footMarks(empty).some(({ words }) => words === "100"));
  assert.equal(stepUnder(empty, 200), null);
});

test("flags that lie close are one to press", () => {
  const marks = [{ x: 40 }, { x: 10 }, { x: 20 }, { x: 36 }];
  assert.deepEqual(bunched(marks, 26).map((bunch) => bunch.map(({ x }) => x)), [[10, 20], [36, 40]]);
});

test("a change is told by its symbols and its step", () => {
  const catalog = /** @type {any} */ ({
    optimizers: [{
      name: "adam", label: "Adam", conventions: [{ name: "keras", label: "Keras" }],
      hyperparameters: [{ name: "lr", symbol: "η" }, { name: "beta1", symbol: "β₁" }],
    }],
  });
  const change = { step: 120, racer: "a", hyperparameters: { lr: 0.03, beta1: 0.5 } };
  assert.equal(changeWords(catalog, change), "η 0.03, β₁ 0.5 from step 120");
  const turn = { ...change, optimizer: "adam", convention: "keras" };
  assert.equal(changeWords(catalog, turn), "Adam (Keras), η 0.03 from step 120");
});
