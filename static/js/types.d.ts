// The shapes that modules of the page hand to one another. Types only: nothing of this is loaded.

/** One number a person may set, as the catalog describes it. */
export interface NumberInfo {
  name: string;
  label: string;
  symbol: string;
  default: number;
  minimum: number;
  maximum: number;
  scale: "linear" | "log" | "one_minus_log";
  integer: boolean;
  track: [number, number];
  ticks: number[];
  help: string;
  zero?: boolean;
}

/** As the page holds it; GET /api/catalog has formula and source as well. */
export interface EntryInfo {
  name: string;
  label: string;
  summary: string;
  notice: string;
}

export interface ConventionInfo {
  name: string;
  label: string;
  defaults: Record<string, number>;
  decay: string;
  note: string;
}

export interface OptimizerInfo extends EntryInfo {
  hyperparameters: NumberInfo[];
  conventions: ConventionInfo[];
}

export interface SurfaceInfo extends EntryInfo {
  parameters: NumberInfo[];
  domain: [[number, number], [number, number]];
  start: [number, number];
  minima: [number, number, number][];
  rates: Record<string, number>;
  /** optimizer -> convention -> good learning rate */
  rates_by_convention: Record<string, Record<string, number>>;
}

export interface ScheduleInfo extends EntryInfo {
  parameters: NumberInfo[];
}

/** A menu entry that only its numbers and its formula tell from others. */
export interface PlainInfo extends EntryInfo {
  mathml: string[];
  parameters: NumberInfo[];
}

export interface DatasetInfo extends PlainInfo {
  task: "classification" | "regression";
  features: string[];
  classes: string[];
  /** optimizer -> convention -> good learning rate */
  rates: Record<string, Record<string, number>>;
}

export interface ActivationInfo extends PlainInfo {
  saturates: boolean;
  dies: boolean;
}

export interface LossInfo extends PlainInfo {
  needs_classes: boolean;
  /** the second of two classes is chosen where the output is above it */
  threshold: number;
  answers: "logits" | "margins" | "numbers";
}

/** What is on the menus for networks. Fetched when they are first wanted. */
export interface NetworkMenus {
  datasets: DatasetInfo[];
  activations: ActivationInfo[];
  initializers: PlainInfo[];
  losses: LossInfo[];
  limits: {
    hidden_layers: number;
    units: number;
    batch_size: number;
    penalty: number;
    dropout: number;
    scale: number;
    test_fraction: number;
    csv_bytes: number;
    csv_rows: [number, number];
    csv_columns: number;
    points: number;
    point: number;
    classes: number;
  };
}

export interface Catalog {
  optimizers: OptimizerInfo[];
  surfaces: SurfaceInfo[];
  schedules: ScheduleInfo[];
  /** missing until networks are first wanted */
  networks?: NetworkMenus;
  limits: {
    steps: number;
    runs: number;
    changes: number;
    seed: number;
    noise: number;
    start: number;
    resolution: [number, number];
  };
}

/** A value that can be watched. Each store has one writer. */
export interface Store<T> {
  get(): T;
  set(value: T): void;
  /** Calls back at every later change. Returns a function that stops it. */
  subscribe(watch: (value: T) => void): () => void;
}

export interface Schedule {
  name: string;
  parameters: Record<string, number>;
}

/** One competitor as the person set it up. `look` is its colour, dash and marker. */
export interface Racer {
  id: string;
  optimizer: string;
  convention: string;
  /** All of the convention's hyperparameters, by name. */
  hyperparameters: Record<string, number>;
  schedule: Schedule;
  look: number;
  hidden: boolean;
  /** the step it branched off at: what it did before is another racer's past too */
  branch?: number;
  /** fields of the network that are this racer's own */
  overrides?: Partial<Overridable>;
}

/** A rule in a convention, with all of its hyperparameters. */
export type Rule = Pick<Racer, "optimizer" | "convention" | "hyperparameters">;

/** What was changed while the race ran, from `step` on. With a rule, `hyperparameters` are all of its. */
export interface Change {
  step: number;
  racer: string;
  hyperparameters: Record<string, number>;
  /** both or neither */
  optimizer?: string;
  convention?: string;
}

/** An entry of a menu with its numbers. */
export interface Choice {
  name: string;
  parameters: Record<string, number>;
}

/** Data of the person's own: a table, or points placed by hand. Replaced as a whole, never changed. */
export type OwnTable =
  | { csv: string; target: string | null; inputs: string[] | null }
  | { points: [number, number, number][] };

/** A network and what it learns, as the person set it up. A loss of null is the usual one. */
export interface NetworkSetup {
  /** the name is "own" where `own` is there */
  dataset: Choice & { own?: OwnTable };
  test_fraction: number;
  hidden: number[];
  activation: Choice;
  initializer: Choice;
  scale: number;
  loss: Choice | null;
  /** null is the full batch */
  batch_size: number | null;
  l1: number;
  l2: number;
  dropout: number;
}

/** What one racer may have of its own. */
export type Overridable = Pick<
  NetworkSetup,
  "hidden" | "activation" | "initializer" | "scale" | "batch_size" | "l1" | "l2" | "dropout"
>;

/** The whole race: what the address holds and the server is asked for. */
export interface Spec {
  /** which of the two problems is raced on; the other one is kept as it was left */
  kind: "surface" | "network";
  network: NetworkSetup;
  surface: string;
  parameters: Record<string, number>;
  start: [number, number];
  noise: number;
  steps: number;
  seed: number;
  racers: Racer[];
  /** id of the only racer shown, or null */
  solo: string | null;
  changes: Change[];
}

export interface Outcome {
  status: "converged" | "stalled" | "diverged" | "finished";
  since: number | null;
  steps: number;
  reason: string;
  divergence: null | {
    step: number;
    met_at: number;
    curvature: number;
    rate: number;
    limit: number;
    stable_rate: number | null;
    /** a little below the stable rate, rounded */
    suggested_lr: number | null;
    theorem: boolean;
  };
}

/** How good a network was at chosen steps. NaN where there is no such number. */
export interface Scores {
  steps: number[];
  train_loss: number[];
  test_loss: number[];
  /** accuracy where there are classes, else R² */
  train_quality: number[];
  test_quality: number[];
}

/** What is known of a racer that trains a network, beside its numbers at each step. */
export interface Learning {
  /** units of each layer, from inputs to outputs */
  sizes: number[];
  /** examples that a step sees */
  batch: number;
  /** examples of the train part */
  examples: number;
  /** gradient norm of each layer of weights, at each step */
  flow: Float32Array[];
  scores: Scores;
}

/** The recorded points of one racer. Arrays hold `length` points; more may come. */
export interface Lane {
  id: string;
  length: number;
  x: Float64Array;
  y: Float64Array;
  /** f minus the known minimum, or f itself where `lowest` is null; Infinity beyond 3.4e38 */
  gap: Float32Array;
  norm: Float32Array;
  /** length of the move that led to this point; 0 at step 0 */
  move: Float32Array;
  rate: Float64Array;
  lowest: number | null;
  /** of a network; null on a surface, and x and y are empty for a network */
  learning: Learning | null;
  /** null until the server has told how the run ended */
  outcome: Outcome | null;
}

/** What has been computed so far. A new object at every change; lanes may be the same ones. */
export interface Race {
  /** by racer id; a racer that has no data yet is missing */
  lanes: Map<string, Lane>;
  steps: number;
  /** last step that every racer still running has reached: as far as playing can go */
  available: number;
  /** whether blocks are still expected */
  streaming: boolean;
}

/** The network race that the server holds: what a look can be asked of. */
export interface Training {
  number: number;
  /** racers in the order of the server's runs */
  ids: string[];
  /** units of each layer of each run's network */
  sizes: number[][];
  /** what each of them is, by racer: another text is another path */
  identities: Map<string, string>;
}

/** Talks to the server about the network race that it holds. */
export interface Trainer {
  current: Store<Training | null>;
  /** whether further steps are not asked for; the server then computes nothing */
  paused: Store<boolean>;
  /** Send an order about the current race. False where that cannot be. */
  order(order: { type: string; [field: string]: unknown }): boolean;
  /** Call back with what comes for a race beside its blocks: a look, or a message. */
  listen(watch: (answer: ArrayBuffer | { type: string; race: number | null; [field: string]: any }) => void): void;
}

/** What the histogram of one layer's outputs, and its gradient, were at a step. */
export interface LayerDetails {
  low: number | null;
  high: number | null;
  counts: number[];
  mean: number | null;
  deviation: number | null;
  dead: number;
  saturated: number;
  units: number;
  gradient_norm: number | null;
}

export interface RunDetails {
  train_loss: number | null;
  test_loss: number | null;
  train_accuracy: number | null;
  test_accuracy: number | null;
  train_r2: number | null;
  test_r2: number | null;
  confusion: { train: number[][]; test: number[][] | null } | null;
  /** the hidden layers, then the outputs */
  layers: LayerDetails[];
  /** gradient norm of the first layer over that of the last */
  ratio: number | null;
}

/** What is shown of the networks at one step. */
export interface Look {
  race: number;
  /** the step that was asked for */
  step: number;
  /** by racer; `step` is the one whose weights these are */
  runs: Map<string, { step: number; sizes: number[]; weights: Float32Array }>;
  /** by racer; null while the race plays */
  details: Map<string, RunDetails> | null;
}

/** The two-dimensional cut of the input space on which decisions are drawn. */
export interface InputPlane {
  kind: "all" | "pair" | "principal" | "line";
  names: string[];
  explained: number[] | null;
  /** inputs = origin + u axes[0] + v axes[1] */
  origin: number[];
  axes: number[][];
  units: { mean: number; deviation: number }[] | null;
  range: [number, number][];
}

export interface DataPart {
  u: number[];
  v: number[];
  target: number[];
}

/** The data set on show, as POST /api/data tells it. */
export interface Data {
  name: string;
  label: string;
  task: "classification" | "regression";
  features: string[];
  classes: string[];
  target: string;
  blank: string[];
  outputs: number;
  target_scale: { mean: number; deviation: number };
  rows: { train: number; test: number };
  plane: InputPlane;
  train: DataPart;
  test: DataPart;
}

export type NetworkTab = "decisions" | "network" | "gradients" | "weights";
export type Across = "steps" | "epochs" | "examples";

/** How the race is looked at. */
export interface View {
  tab: "2d" | "3d";
  /** which picture of networks is shown */
  networkTab: NetworkTab;
  /** what curves of networks are drawn against */
  across: Across;
  /** the racer whose network is drawn; null is the first */
  chosen: string | null;
  /** the pair of features that decisions are drawn over; null leaves it to the server */
  features: [string, string] | null;
  /** gap that counts as reached, for the table */
  threshold: number;
  /** train loss of a network that counts as reached */
  lossThreshold: number;
  projector: boolean;
  /** whether a moved slider changes its racer from the step on show on, not from the start */
  steering: boolean;
  theme: "auto" | "light" | "dark";
  /** what is read off the race */
  reading: "race" | "step" | "rates";
  /** ids of the racers whose step is opened, two at most; none is the first on show */
  opened: string[];
  /** the place of the opened weight among a network's parameters; null is the first */
  parameter: number | null;
  /** how learning rates were chosen */
  fair: "own" | "same" | "best";
  /** what racers are compared at: the same number of steps, or of gradients of one example */
  budget: "steps" | "evaluations";
  /** how many seeds are raced at once beside the one on show; 0 is none */
  cloud: number;
}

/** From the plane of a surface to pixels of its map; see plots/trail.js. */
export interface Frame {
  box: { left: number; top: number; right: number; bottom: number };
  x0: number;
  y0: number;
  /** pixels a unit */
  perX: number;
  /** negative: up is less */
  perY: number;
}

/** Where the plane through the weights is, and where racers are on it; see network/weights/paths.js. */
export interface WeightFrame {
  frame: Frame;
  plane: {
    /** by racer: one number for each step */
    paths: Map<string, { u: Float64Array; v: Float64Array }>;
    /** −1 where an axis is the other way round than the server has it */
    turned: [1 | -1, 1 | -1];
  };
}

/** What many seeds of a race did, as POST /api/cloud tells it. */
export interface Cloud {
  seeds: number;
  steps: number[];
  /** by racer */
  runs: Map<string, CloudRun>;
}

export interface CloudRun {
  loss: { low: (number | null)[]; middle: (number | null)[]; high: (number | null)[] };
  /** of a surface: the median path, and half the width of the band across it */
  path: { x: (number | null)[]; y: (number | null)[]; across: (number | null)[] } | null;
  ends: [number, number][];
  /** seeds that reached the threshold */
  reached: number;
  share: number;
  /** of the share, 95 % */
  interval: [number, number];
  diverged: number;
}

/** At rest it was closed for want of anything to say, and opens again when there is. */
export type Connection = "connecting" | "open" | "resting" | "lost";

/** Why what was asked for is not here yet, where more is known than the connection says. */
export type Delay =
  /** waits for its turn; the first in line is 1 */
  | { kind: "queued"; place: number }
  /** was refused for now, and is asked for again */
  | { kind: "busy"; words: string; seconds: number }
  /** the connection is there, and nothing comes */
  | { kind: "silent" }
  /** the server said that it restarts */
  | { kind: "restart" }
  /** the server is there, and takes no connection */
  | { kind: "full" };

/** Everything a module of the page may watch. */
export interface App {
  catalog: Catalog;
  spec: Store<Spec>;
  race: Store<Race>;
  /** the step on show; whole */
  step: Store<number>;
  /** the step under the pointer in any plot, or null */
  hover: Store<number | null>;
  view: Store<View>;
  connection: Store<Connection>;
  /** why something is late, or null */
  delay: Store<Delay | null>;
  /** refusals: path of a field ("racers.a1.lr", "steps", "start") -> sentence */
  refusals: Store<Map<string, string>>;
  player: Player;
  trainer: Trainer;
  /** written by network/ alone; null until known */
  data: Store<Data | null>;
  look: Store<Look | null>;
  /** where the map is, in pixels; null until it is drawn. Written by plots/map.js */
  frame: Store<Frame | null>;
  /** the plane through the weights, and where it is. Written by network/weights/ alone */
  weightFrame: Store<WeightFrame | null>;
  /** written by fair/ alone; null where none is asked for */
  cloud: Store<Cloud | null>;
}

/** Playback. Never touches the server. */
export interface Player {
  playing: Store<boolean>;
  /** steps per second are 60 times this; Infinity shows the end at once */
  speed: Store<number>;
  play(): void;
  pause(): void;
  toggle(): void;
  /** Pause and show this step (kept within what there is). */
  seek(step: number): void;
  /** Back to step 0, playing. */
  restart(): void;
}
