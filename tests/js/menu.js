// A catalog of two surfaces and four rules, in the shape of GET /api/catalog.

const number = (name, label, fallback, more = {}) => ({
  name, label, symbol: name, default: fallback, minimum: 1e-8, maximum: 10, scale: "log",
  integer: false, track: [1e-6, 10], ticks: [], help: "", ...more,
});

const entry = (name) => ({ name, label: name, summary: "", notice: "", formula: "", source: "" });

const convention = (name, defaults) => ({
  name, label: name, formula: "", mathml: [], rule: "", defaults, decay: "none", note: "",
});

export const catalog = {
  optimizers: [
    {
      ...entry("sgd"),
      hyperparameters: [number("lr", "learning rate", 0.01)],
      conventions: [convention("textbook", { lr: 0.01 })],
    },
    {
      ...entry("momentum"),
      hyperparameters: [number("lr", "learning rate", 0.01), number("beta", "momentum", 0.9)],
      conventions: [
        convention("textbook", { lr: 0.01, beta: 0.9 }),
        convention("pytorch", { lr: 0.001, beta: 0.9, weight_decay: 0 }),
      ],
    },
    {
      ...entry("rmsprop"),
      hyperparameters: [number("lr", "learning rate", 0.01), number("beta", "decay", 0.9)],
      conventions: [
        convention("textbook", { lr: 0.001, beta: 0.9, eps: 1e-8 }),
        convention("pytorch", { lr: 0.01, beta: 0.99, eps: 1e-8 }),
      ],
    },
    {
      ...entry("adadelta"),
      hyperparameters: [number("lr", "learning rate", 1), number("beta", "decay", 0.95)],
      conventions: [
        convention("textbook", { beta: 0.95, eps: 1e-6 }),
        convention("pytorch", { lr: 1, beta: 0.9, eps: 1e-6 }),
      ],
    },
    {
      ...entry("adam"),
      hyperparameters: [number("lr", "learning rate", 0.001), number("beta1", "first", 0.9)],
      conventions: [convention("textbook", { lr: 0.001, beta1: 0.9 })],
    },
  ],
  surfaces: [
    {
      ...entry("rosenbrock"), mathml: [], parameters: [], domain: [[-2, 2], [-1, 3]],
      start: [-1.2, 1], minima: [[1, 1, 0]], rates: {},
      rates_by_convention: {
        sgd: { textbook: 0.001 },
        momentum: { textbook: 0.002, pytorch: 0.0005 },
        adam: { textbook: 0.03 },
      },
    },
    {
      ...entry("ravine"), mathml: [], domain: [[-2, 2], [-2, 2]], start: [-1.7, -0.3], minima: [],
      parameters: [number("condition", "condition", 50)], rates: {},
      rates_by_convention: { sgd: { textbook: 0.035 } },
    },
  ],
  schedules: [
    { ...entry("constant"), mathml: [], parameters: [] },
    { ...entry("cosine"), mathml: [], parameters: [number("total", "steps", 500), number("floor", "floor", 0)] },
    { ...entry("exponential"), mathml: [], parameters: [number("decay", "decay", 0.005)] },
  ],
  limits: {
    steps: 10_000, runs: 6, changes: 200, seed: 2 ** 53 - 1, noise: 10, start: 1e6,
    resolution: [11, 401],
  },
};
