import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { type EvaluatedEvent, evaluate } from '../../../src/index.ts';
import { eventsOf, tinyWorkplace, trained } from '../tiny-workplace.ts';

const WINDOW = 8;
let root: string;
let val_dataset: string;
beforeEach(async () => {
  root = await tinyWorkplace();
  val_dataset = join(root, 'held-out.txt');
  writeFileSync(val_dataset, 'A first post.\n<|endoftext|>\nSecond.\n<|endoftext|>\nAnd one more, a longer one.');
});

/** The validation loss after the last step. */
async function validationLoss(packing: 'random' | 'documents'): Promise<number> {
  const settings = { packing, val_dataset, val_every: 3, val_batch_count: 40, window: WINDOW };
  return eventsOf((await trained(root, settings)).events, 'validation').at(-1)!.loss;
}

/** The loss of the model that was saved. */
async function evaluated(): Promise<EvaluatedEvent> {
  const settings = { texts: [val_dataset], run: 'run1', window: WINDOW, device: 'reference' } as const;
  for await (const event of evaluate(settings, { root })) if (event.type === 'evaluated') return event;
  throw new Error('nothing was evaluated');
}

describe('the validation loss', () => {
  test('of a training on whole documents is of each held-out document alone, as in evaluate', async () => {
    expect(await validationLoss('documents')).toBeCloseTo((await evaluated()).loss, 5);
  });

  test('of windows from anywhere is of windows across documents', async () => {
    expect(Math.abs((await validationLoss('random')) - (await evaluated()).loss)).toBeGreaterThan(1e-4);
  });
});
