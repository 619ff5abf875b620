/** What the studio's server and its pages say to each other, as JSON. The events of jobs are those of the pipeline. */

import type { RunReport } from '../pipeline/doctor/examination.ts';
import type { ViewedPost } from '../pipeline/posts/viewed-post.ts';
import type { Verdict } from '../pipeline/report/verdict.ts';
import type { TrainingFacts } from '../pipeline/train/training-facts.ts';

/** Commands that a job can be. */
export const JOB_COMMANDS = [
  'init',
  'doctor',
  'run',
  'posts',
  'import',
  'prepare',
  'download',
  'models',
  'show',
  'train',
  'evaluate',
  'generate',
  'draft',
  'continue',
  'judge',
  'report',
  'review',
  'approve',
  'hold',
  'discard',
  'publish',
  'unpublish',
  'remove',
  'export',
] as const;

export type JobCommand = (typeof JOB_COMMANDS)[number];

/** What a page asks for: a command, and the settings that the person gave; the others come from the config file. */
export interface JobRequest {
  readonly command: JobCommand;
  readonly settings: Readonly<Record<string, unknown>>;
  /** Of `init`: the answers to its questions, by the name of the setting; suggestions are taken for the others. */
  readonly answers?: Readonly<Record<string, string>>;
}

/**
 * `queued`: another job that trains comes first. `stopping`: it ends after its step and saves. `stopped`: a person ended it.
 * `interrupted`: the studio ended before it did.
 */
export type JobState = 'queued' | 'running' | 'stopping' | 'done' | 'stopped' | 'failed' | 'interrupted';

/** Whether a job in this state will report no more. */
export function isOver(state: JobState): boolean {
  return state !== 'queued' && state !== 'running' && state !== 'stopping';
}

export interface Job extends JobRequest {
  readonly id: string;
  readonly state: JobState;
  /** The command line that it stands for. */
  readonly line: string;
  /** ISO 8601. */
  readonly asked: string;
  readonly began: string | null;
  readonly ended: string | null;
  /** Why it failed, in a sentence; null if it did not. */
  readonly fault: JobFault | null;
  /** Events so far, those that are no longer kept included. */
  readonly events: number;
}

export interface JobFault {
  /** The permanent code of the fault; 'crash' for a process that ended without a word, 'internal' for a mistake in tpdne. */
  readonly code: string;
  readonly message: string;
}

/** Any event of the pipeline, as JSON. */
export interface AnyEvent {
  readonly type: string;
  readonly [field: string]: unknown;
}

/** An event of a job. */
export interface NumberedEvent {
  /** Counted from 1 in each job. Some numbers are missing: progress that a later event makes void is not kept. */
  readonly number: number;
  readonly event: AnyEvent;
}

/** What the server sends to every page, as server-sent events. */
export type ServerMessage =
  /** The first: all jobs. */
  | { readonly type: 'jobs'; readonly jobs: readonly Job[] }
  /** A job is new, or its state is. */
  | { readonly type: 'job'; readonly job: Job }
  /** Events of a job. */
  | { readonly type: 'events'; readonly job: string; readonly events: readonly NumberedEvent[] };

/** The project that the studio works in. */
export interface ProjectFacts {
  readonly version: string;
  /** The folder, absolute, and its name. */
  readonly folder: string;
  readonly name: string;
  readonly config: ConfigFacts | null;
  /** The command that starts the program: 'tpdne', 'npx tpdne'. */
  readonly program: string;
  /** The posts of the example blog; null where it is not installed. */
  readonly example: string | null;
}

export interface ConfigFacts {
  readonly path: string;
  /** Why it cannot be used, in a sentence; null if it can. */
  readonly problem: string | null;
  /** Whether the studio can change it: only JSON files. */
  readonly isEditable: boolean;
  /** What it gives to each command: values by the name of the setting. */
  readonly settings: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** One post, as its file has it and as the model sees it: GET /api/posts/view?name=. */
export interface PostView extends ViewedPost {
  /** The model whose tokens are shown, and the form in which it reads posts. */
  readonly model: string;
  readonly format: 'text' | 'markdown';
  /** Why GPT-2's tokens are shown instead of the model's; null if they are not. */
  readonly problem: string | null;
  /** Whether a training removes paragraphs that repeat in most posts, which are still shown here. */
  readonly keepsBoilerplate: boolean;
}

/** An answer that is not what was asked for. */
export interface Refusal {
  readonly error: { readonly code: string; readonly message: string };
}

/** A run in checkpoint/, without its history. */
export interface RunSummary extends RunReport {
  /** The model that it started from; null if that was not recorded. */
  readonly startedFrom: string | null;
  /** Everything in its folders, in bytes. */
  readonly bytes: number;
  /** When something in its folder last changed, ISO 8601. */
  readonly changed: string;
  /** Its checkpoints, ascending, and which of them is the best; null if none was measured. */
  readonly checkpoints: readonly number[];
  readonly best: number | null;
  /** Whether a report on it is in its folder. */
  readonly hasReport: boolean;
}

/** What is recorded about the training of a run. Columns have a value for each step, in order. */
export interface RunHistory {
  readonly name: string;
  readonly steps: readonly number[];
  /** Of training, and tokens read, since the run began. */
  readonly seconds: readonly number[];
  readonly tokens: readonly number[];
  /** In nats per token. */
  readonly losses: readonly number[];
  readonly validations: readonly RecordedValidation[];
  readonly verdict: Verdict;
  /** What the newest training was; null for a run from before this was recorded. */
  readonly facts: TrainingFacts | null;
  /** As the newest training used them; null if there is neither that record nor a checkpoint. */
  readonly settings: Readonly<Record<string, unknown>> | null;
  /** Of the held-out posts, which makes bits per byte of a loss; null for a run of `train` from before it was recorded. */
  readonly bytesPerToken: number | null;
}

/** The loss on held-out posts after a step, in nats per token. */
export interface RecordedValidation {
  readonly step: number;
  readonly seconds: number;
  readonly loss: number;
}
