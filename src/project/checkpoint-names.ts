/** The names in the folder of a run, checkpoint/<run>/: all that reads or writes one agrees on them here. */
import { join } from 'pathe';

/** Text files in which stands the name of a checkpoint: the newest, and that with the lowest validation loss. */
export const LATEST = 'latest';
export const BEST = 'best';
export const LOCK = 'lock';

/** What the main job keeps: the text that the run learns from, and how far it is. */
export const TRAINING_TEXT = 'training.txt';
export const RUN_RECORD = 'run.json';

/** The files of a checkpoint. Without the last two it is a model to write with, but not to go on training. */
export const WEIGHTS = 'model.safetensors';
export const CONFIG = 'config.json';
export const HPARAMS = 'hparams.json';
export const ENCODER = 'encoder.json';
export const MERGES = 'vocab.bpe';
export const MOMENTS = 'trainer.safetensors';
export const TRAINER = 'trainer.json';

/** Of a folder of TensorFlow's: names the newest of its checkpoints. */
export const BUNDLE_MARK = 'checkpoint';

/** The checkpoint that has so many updates in it. */
export function checkpointName(step: number): string {
  return `model-${step}`;
}

/** The number of updates in a checkpoint of this name, or null if it is none. */
export function stepOf(name: string): number | null {
  const [, step] = /^model-(0|[1-9]\d{0,14})$/.exec(name) ?? [];
  return step === undefined ? null : Number(step);
}

/**
 * What a save or a removal has in hand; only a killed process leaves one behind. `partial`: not yet whole. `replaced`:
 * the earlier checkpoint of the same name. `removed`: no longer wanted.
 */
export type Unfinished = 'partial' | 'replaced' | 'removed';

/** What the folder of a checkpoint is called while it is in this state; begins with a dot. */
export function unfinishedName(name: string, state: Unfinished): string {
  return `.${name}.${state}`;
}

/** The name and state of what a killed process left behind, or null if this is no such thing. */
export function parseUnfinished(entry: string): { name: string; state: Unfinished } | null {
  const [, name, state] = /^\.(.+)\.(partial|replaced|removed)$/.exec(entry) ?? [];
  return name === undefined ? null : { name, state: state as Unfinished };
}

/** The folders of a run: its checkpoints, and the samples drawn on the way. `root` holds models/, checkpoint/, samples/. */
export function runPlaces(root: string, run: string): { readonly checkpoints: string; readonly samples: string } {
  return { checkpoints: join(root, 'checkpoint', run), samples: join(root, 'samples', run) };
}

/** Whether a name can be that of one folder: no way out of checkpoint/, nothing hidden, nothing a system forbids. */
export function isRunName(name: string): boolean {
  return /^[^./\\<>:"|?*\s][^/\\<>:"|?*]*$/.test(name);
}
