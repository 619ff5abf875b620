import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ProjectOptions, TrainResult } from '../../src/index.ts';
import { nodeFiles } from '../../src/node/files/node-files.ts';
import { nodeProject } from '../../src/node/project/node-project.ts';
import type { TrainEvent } from '../../src/pipeline/events/training.ts';
import { writeCheckpoint } from '../../src/pipeline/models/checkpoints/checkpoint-folder.ts';
import type { TrainGiven } from '../../src/pipeline/settings/train.ts';
import { train } from '../../src/pipeline/train/train.ts';
import { referenceDevice, tinyContent } from '../node/models/tiny-checkpoint.ts';
import { temporaryFolder } from '../temporary-folder.ts';

/** A working folder: a base model models/tiny (257 tokens, windows of 16), and text to train on. */
export async function tinyWorkplace(): Promise<string> {
  const root = temporaryFolder();
  const model = join(root, 'models/tiny');
  mkdirSync(model, { recursive: true });
  await writeCheckpoint(nodeFiles, model, { ...tinyContent(referenceDevice(), 1), moments: null });
  const posts = Array.from({ length: 20 }, (_, i) => `Post ${i}. ${'It says the same again and again. '.repeat(3)}`);
  writeFileSync(join(root, 'training.txt'), posts.map((post) => `${post}\n<|endoftext|>\n`).join(''));
  return root;
}

/** A short training in such a folder. */
export function tinySettings(root: string, changes: Partial<TrainGiven> = {}): TrainGiven {
  return {
    dataset: join(root, 'training.txt'),
    model_name: 'tiny',
    device: 'reference',
    batch_size: 2,
    learning_rate: 0.003,
    steps: 3,
    sample_every: 0,
    val_every: 0,
    save_every: 0,
    val_batch_count: 2,
    ...changes,
  };
}

/** Trains; `onEvent` may stop it. The clock counts its own calls. */
export async function trained(
  root: string,
  changes: Partial<TrainGiven> = {},
  {
    onEvent = () => {},
    ...surroundings
  }: ProjectOptions & { onEvent?: (event: TrainEvent, stop: () => void) => unknown } = {},
): Promise<{ events: TrainEvent[]; result: TrainResult }> {
  const stop = new AbortController();
  let seconds = 0;
  const project = nodeProject({ root, signal: stop.signal, clock: () => seconds++, ...surroundings });
  const training = train(tinySettings(root, changes), project);
  const events: TrainEvent[] = [];
  for (;;) {
    const { value, done } = await training.next();
    if (done) return { events, result: value };
    events.push(value);
    onEvent(value, () => stop.abort());
  }
}

export function eventsOf<Type extends TrainEvent['type']>(events: readonly TrainEvent[], type: Type) {
  return events.filter((event): event is Extract<TrainEvent, { type: Type }> => event.type === type);
}

/** Trains, and returns the texts of its notices. */
export async function notices(...given: Parameters<typeof trained>): Promise<string[]> {
  return eventsOf((await trained(...given)).events, 'notice').map(({ text }) => text);
}
