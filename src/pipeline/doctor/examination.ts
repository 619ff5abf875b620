import type { QueueCounts } from '../../blog/publishing/queue.ts';
import type { ProgramFacts } from '../../project/machine.ts';
import type { ModelProposal } from '../models/propose-model.ts';

/** What to do next, and why. */
export interface NextStep {
  /** The command to type; null if something must be done by hand first. */
  readonly command: string | null;
  readonly because: string;
}

/** The progress of a run, read from checkpoint/<run>/. */
export interface RunReport {
  readonly name: string;
  /** Steps in its newest checkpoint; null if it has none yet. */
  readonly steps: number | null;
  /** The running average of its training loss, and its lowest validation loss, in nats per token; null if unknown. */
  readonly loss: number | null;
  readonly bestLoss: number | null;
  /** Whether another process is training it. */
  readonly isTraining: boolean;
  /** The progress of `tpdne run` in it; null for a run made by `train`. */
  readonly job: { readonly isTrained: boolean; readonly isComplete: boolean; readonly written: number } | null;
  /** Why a part of it cannot be read; null if all of it can. */
  readonly problem: string | null;
}

/** The report of `doctor`, as plain JSON. */
export interface Examination {
  readonly program: ProgramFacts;
  readonly memory: { readonly availableBytes: number; readonly totalBytes: number };
  readonly device: {
    /** Such as 'CPU, 2 threads, AVX-512 bf16'; null if no device could be opened. */
    readonly description: string | null;
    /** All instruction sets that this machine supports. */
    readonly instructionSets: readonly string[];
    readonly physicalCores: number | null;
    readonly precision: 'float32' | 'bfloat16' | 'float16' | null;
    /** Why it was chosen, if it was not requested: 'no GPU was found'. */
    readonly because: string | null;
    /** Why it is slow or missing. */
    readonly problem: string | null;
  };
  /** The C++ compiler, which only a clone needs; null if there is none. */
  readonly compiler: string | null;
  /** What starts a training on several machines: 'mpirun (Open MPI) 4.1.4'; null if there is nothing. */
  readonly mpi: string | null;
  readonly config: {
    readonly path: string;
    /** The settings of `run` and `publish` that it contains. */
    readonly gives: readonly string[];
    /** Its `model_name`; null if it has none. */
    readonly model_name: string | null;
    readonly problem: string | null;
  } | null;
  /** The model that the config file names; null if it names none. */
  readonly model: {
    readonly name: string;
    readonly isThere: boolean;
    /** Whether `tpdne download` knows it. */
    readonly canDownload: boolean;
    /** Why it cannot be used; null if it can. */
    readonly problem: string | null;
  } | null;
  readonly posts: {
    /** Where they are; empty if none were found. */
    readonly inputs: readonly string[];
    /** Such as 'a Jekyll site'; null for plain files. */
    readonly source: string | null;
    /** Null for an address, which is not downloaded. */
    readonly count: number | null;
    readonly skipped: number;
    /** Whether there are so few that little can be learned from them. */
    readonly isFew: boolean;
    readonly problem: string | null;
  };
  /** The models on this machine, including incomplete downloads. */
  readonly models: readonly {
    readonly name: string;
    readonly bytes: number;
    readonly from: string | null;
    readonly problem: string | null;
  }[];
  /** A stronger model that fits this machine; null if there is none. */
  readonly proposal: ModelProposal | null;
  readonly runs: readonly RunReport[];
  /** The drafts that `publish` sees, counted by approval, and how many of them a model wrote. */
  readonly queue: QueueCounts & {
    readonly folder: string;
    readonly generated: number;
    /** Why `run` would refuse to write there; null if it would not. */
    readonly problem: string | null;
  };
  /** Files of tpdne (models, checkpoints, settings) in the folder that the site's generator would publish. */
  readonly exposed: readonly string[];
  readonly next: NextStep;
}
