/** The names of files and folders in checkpoint/<run>/. All code that reads or writes such a folder uses these. */
import { join } from 'pathe';

/** Text files that contain the name of a checkpoint: the newest, and the one with the lowest validation loss. */
export const LATEST = 'latest';
export const BEST = 'best';
export const LOCK = 'lock';

/** Files of `tpdne run`: the text that the run learns from, the same posts as a reader sees them, and its state. */
export const TRAINING_TEXT = 'training.txt';
export const READER_TEXTS = 'posts.jsonl';
export const RUN_RECORD = 'run.json';

/** Files of every training: its losses step by step, its samples, what it was and on what, and the page about it. */
export const HISTORY = 'history.csv';
export const SAMPLES = 'samples.jsonl';
export const TRAINING_FACTS = 'training.json';
export const REPORT = 'report.html';

/** The files of a checkpoint. Without the moments and trainer.json it can write, but training cannot resume from it. */
export const WEIGHTS = 'model.safetensors';
export const CONFIG = 'config.json';
export const HPARAMS = 'hparams.json';
export const ENCODER = 'encoder.json';
export const MERGES = 'vocab.bpe';
export const MOMENTS = 'trainer.safetensors';
/** Of a training whose ranks take local steps. */
export const OUTER_MOMENTUM = 'outer-momentum.safetensors';
export const TRAINER = 'trainer.json';

/** In a TensorFlow folder: names the newest of its checkpoints. */
export const BUNDLE_MARK = 'checkpoint';

/** The name of the checkpoint of a step. */
export function checkpointName(step: number): string {
  return `model-${step}`;
}

/** The step of a checkpoint by its name; null if the name is not that of a checkpoint. */
export function stepOf(name: string): number | null {
  const [, step] = /^model-(0|[1-9]\d{0,14})$/.exec(name) ?? [];
  return step === undefined ? null : Number(step);
}

/**
 * States of a folder during a save or a removal; only a killed process leaves one behind. `partial`: incomplete.
 * `replaced`: an earlier checkpoint of the same name. `removed`: about to be deleted.
 */
export type Unfinished = 'partial' | 'replaced' | 'removed';

/** The name of a checkpoint folder in such a state. Begins with a dot. */
export function unfinishedName(name: string, state: Unfinished): string {
  return `.${name}.${state}`;
}

/** The checkpoint and state that such a folder name stands for; null for any other name. */
export function parseUnfinished(entry: string): { name: string; state: Unfinished } | null {
  const [, name, state] = /^\.(.+)\.(partial|replaced|removed)$/.exec(entry) ?? [];
  return name === undefined ? null : { name, state: state as Unfinished };
}

/**
 * The folders of a run: for checkpoints, and for samples drawn during training. `root` contains models/, checkpoint/ and
 * samples/.
 */
export function runPlaces(root: string, run: string): { readonly checkpoints: string; readonly samples: string } {
  return { checkpoints: join(root, 'checkpoint', run), samples: join(root, 'samples', run) };
}

/**
 * Whether a name is safe for a folder: it does not lead out of checkpoint/, is not hidden, and is allowed on every
 * system.
 */
export function isRunName(name: string): boolean {
  return /^[^./\\<>:"|?*\s][^/\\<>:"|?*]*$/.test(name);
}
