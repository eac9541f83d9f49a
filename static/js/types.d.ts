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

export interface EntryInfo {
  name: string;
  label: string;
  summary: string;
  notice: string;
  formula: string;
  source: string;
}

export interface ConventionInfo {
  name: string;
  label: string;
  formula: string;
  mathml: string[];
  rule: string;
  defaults: Record<string, number>;
  decay: string;
  note: string;
}

export interface OptimizerInfo extends EntryInfo {
  hyperparameters: NumberInfo[];
  conventions: ConventionInfo[];
}

export interface SurfaceInfo extends EntryInfo {
  mathml: string[];
  parameters: NumberInfo[];
  domain: [[number, number], [number, number]];
  start: [number, number];
  minima: [number, number, number][];
  rates: Record<string, number>;
  /** optimizer -> convention -> good learning rate */
  rates_by_convention: Record<string, Record<string, number>>;
}

export interface ScheduleInfo extends EntryInfo {
  mathml: string[];
  parameters: NumberInfo[];
}

export interface Catalog {
  optimizers: OptimizerInfo[];
  surfaces: SurfaceInfo[];
  schedules: ScheduleInfo[];
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
}

/** What was changed while the race ran, from `step` on. */
export interface Change {
  step: number;
  racer: string;
  hyperparameters: Record<string, number>;
}

/** The whole race: what the address holds and the server is asked for. */
export interface Spec {
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

/** How the race is looked at. */
export interface View {
  tab: "2d" | "3d";
  /** gap that counts as reached, for the table */
  threshold: number;
  projector: boolean;
  /** whether a moved slider changes its racer from the step on show on, not from the start */
  steering: boolean;
  theme: "auto" | "light" | "dark";
}

export type Connection = "connecting" | "open" | "lost";

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
  /** refusals: path of a field ("racers.a1.lr", "steps", "start") -> sentence */
  refusals: Store<Map<string, string>>;
  player: Player;
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
