import type { QueueCounts } from '../../blog/publishing/queue.ts';
import type { ProgramFacts } from '../../project/machine.ts';

/** What to do now, and why that. */
export interface NextStep {
  /** To be typed as it stands; null where something has to be done by hand first. */
  readonly command: string | null;
  readonly because: string;
}

/** How far a run is, by what lies in checkpoint/<run>/. */
export interface RunReport {
  readonly name: string;
  /** Updates in its newest checkpoint; null while it has none. */
  readonly steps: number | null;
  /** The running average of its training loss, and its lowest validation loss, in nats a token; null for none. */
  readonly loss: number | null;
  readonly bestLoss: number | null;
  /** Another process trains it at this moment. */
  readonly isTraining: boolean;
  /** How far the main job is in it; null for a run that `train` made. */
  readonly job: { readonly isTrained: boolean; readonly isComplete: boolean; readonly written: number } | null;
  /** What of it cannot be read. */
  readonly problem: string | null;
}

/** What is there. All of it is plain JSON. */
export interface Examination {
  readonly program: ProgramFacts;
  readonly memory: { readonly availableBytes: number; readonly totalBytes: number };
  readonly device: {
    /** 'CPU, 2 threads, AVX-512 bf16'; null where none could be opened. */
    readonly description: string | null;
    /** All that this machine can run. */
    readonly instructionSets: readonly string[];
    readonly physicalCores: number | null;
    readonly precision: 'float32' | 'bfloat16' | null;
    /** Why it is slow, or is not there. */
    readonly problem: string | null;
  };
  /** The C++ compiler; null without one, which only a clone needs. */
  readonly compiler: string | null;
  readonly config: {
    readonly path: string;
    /** Settings of `run` and `publish` that need not be typed. */
    readonly gives: readonly string[];
    readonly problem: string | null;
  } | null;
  readonly posts: {
    /** What they are taken from; empty where nothing was found. */
    readonly inputs: readonly string[];
    /** 'a Jekyll site'; null for what is no site. */
    readonly source: string | null;
    /** Null for what is at an address, and was not downloaded. */
    readonly count: number | null;
    readonly skipped: number;
    readonly problem: string | null;
  };
  /** As `tpdne models` finds them on this machine, those among them whose download was stopped. */
  readonly models: readonly {
    readonly name: string;
    readonly bytes: number;
    readonly from: string | null;
    readonly problem: string | null;
  }[];
  readonly runs: readonly RunReport[];
  /** The drafts that `publish` sees: by what a person has said about them, and how many a model wrote. */
  readonly queue: QueueCounts & { readonly folder: string; readonly generated: number };
  /** What lies in the folder that the site's generator would publish: what a model has learned, and settings. */
  readonly exposed: readonly string[];
  readonly next: NextStep;
}
