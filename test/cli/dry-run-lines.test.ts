import { expect, test } from 'vitest';
import { dryRunLines } from '../../src/cli/dry-run-lines.ts';
import type { DryRunEvent } from '../../src/pipeline/events/training.ts';

const event: DryRunEvent = {
  type: 'dry-run',
  model: 'base',
  step: 0,
  device: 'CPU, 2 threads',
  precision: 'float32',
  dataset: { type: 'dataset', tokens: 1200, validationTokens: 200, posts: 12, heldOutPosts: 1 },
  parameters: 5000,
  trainedParameters: 5000,
  adapterRank: null,
  window: 64,
  batch_size: 1,
  accumulate_gradients: 1,
  tokensPerStep: 64,
  stepsPerEpoch: 15.6,
  steps: 100,
  passes: 6.4,
  rates: {
    schedule: 'cosine',
    first: { step: 1, learning_rate: 0.00005 },
    full: { step: 11, learning_rate: 0.0005 },
    last: { step: 100, learning_rate: 1.23456e-7 },
  },
  memory: { parameters: 0, gradients: 0, moments: 0, activations: 0, kernels: 0, program: 0, total: 5.2e9 },
  availableBytes: 8e9,
  network: null,
  measured: { seconds: 1.5, loss: 3.456 },
  minutes: 2.5,
  windows: ['One.<|endoftext|>', 'Two'],
};

const lineOf = (changes: Partial<DryRunEvent>, name: string) =>
  dryRunLines({ ...event, ...changes })
    .split('\n')
    .find((line) => line.startsWith(`${name} `))
    ?.slice(15);

test('a dry run shows the plan, the time and the first windows', () => {
  expect(dryRunLines(event)).toBe(`model          base
device         CPU, 2 threads, float32
dataset        1,200 tokens in 12 posts
held out       1 post (200 tokens)
trained        all 5,000 parameters
steps          100 steps, 6.4 passes
step           64 tokens: 1 window of 64
learning rate  cosine, 0.00005 at step 1, 0.0005 at step 11, 1.23e-7 at step 100
memory         5.2 GB needed, 8.0 GB available
time           3 min without validations and samples; a step took 1.50 s here, with a loss of 3.46
======== WINDOW 1 ========
One.<|endoftext|>
======== WINDOW 2 ========
Two

Nothing was written.`);
});

test('each line fits what there is to say', () => {
  const constant = { step: 1, learning_rate: 0.001 };
  const rates = { schedule: 'constant', first: constant, full: constant, last: { step: 9, learning_rate: 0.001 } };
  expect(lineOf({ rates }, 'learning rate')).toBe('constant, 0.001');
  expect(lineOf({ step: 5 }, 'model')).toBe('base, after 5 steps');
  expect(lineOf({ step: 5 }, 'steps')).toBe('95 more, up to step 100, 6.4 passes');
  expect(lineOf({ step: 100, measured: null, minutes: null }, 'steps')).toBe('none left: step 100 of 100');
  expect(lineOf({ measured: null, minutes: null }, 'time')).toBe('none');
  expect(lineOf({ steps: null, passes: null, minutes: null }, 'steps')).toBe('until it is stopped; 16 steps per pass');
  expect(lineOf({ minutes: null }, 'time')).toBe('a step took 1.50 s here, with a loss of 3.46');
  expect(lineOf({ trainedParameters: 1000 }, 'trained')).toBe('1,000 of 5,000 parameters');
  expect(lineOf({ adapterRank: 4, trainedParameters: 100 }, 'trained')).toBe(
    'an adapter of rank 4 with 100 parameters, beside 5,000 parameters that stay',
  );
  expect(lineOf({ dataset: { ...event.dataset, validationTokens: 0 } }, 'held out')).toBe('nothing');
  expect(lineOf({ accumulate_gradients: 2, batch_size: 3 }, 'step')).toBe('64 tokens: 3 windows of 64 × 2 batches');
});

test('several ranks: what one of them needs, and what it sends', () => {
  const network = { ranks: 2, bytesPerStep: 498e6 };
  expect(lineOf({ network, accumulate_gradients: 2 }, 'step')).toBe('64 tokens: 1 window of 64 × 2 batches × 2 ranks');
  expect(lineOf({ network }, 'memory')).toBe('5.2 GB needed by each rank, 8.0 GB available');
  expect(lineOf({ network }, 'network')).toBe('498 MB a step from each rank: 4 s at 1 Gbit/s, 40 s at 100 Mbit/s');
  expect(lineOf({}, 'network')).toBeUndefined();
});
