import { describe, expect, test } from 'vitest';
import { plain } from '../../src/cli/help/paint.ts';
import type { Progress } from '../../src/cli/progress.ts';
import type { Screen } from '../../src/cli/screen.ts';
import { TrainingProgress } from '../../src/cli/training-progress.ts';
import { type TrainingScreenOptions, trainingScreen } from '../../src/cli/training-screen.ts';
import type { PlanEvent, TrainEvent } from '../../src/pipeline/events/training.ts';

const memory = { parameters: 0, gradients: 0, moments: 0, activations: 0, kernels: 0, program: 0, total: 5.2e9 };
const plan: PlanEvent = {
  type: 'plan',
  device: 'CPU, 2 threads',
  parameters: 124_439_808,
  tokensPerStep: 1000,
  stepsPerEpoch: 50,
  steps: 100,
  memory,
  availableBytes: 8e9,
};

const step = (number: number, seconds: number): TrainEvent => ({
  type: 'step',
  step: number,
  seconds,
  loss: 3.256,
  average: 3.3,
  learning_rate: 1,
  gradientNorm: 1,
  tokens: 1,
});

function shown(events: readonly TrainEvent[], options: TrainingScreenOptions = {}) {
  const printed: string[] = [];
  const noted: string[] = [];
  const bars: (Progress | null)[] = [];
  const screen: Screen = {
    print: (text) => void printed.push(text),
    write: () => {},
    columns: 80,
    paint: plain,
    notePaint: plain,
    watched: false,
    note: (text) => void noted.push(text),
    progress: (state) => void bars.push(state),
  };
  const show = trainingScreen(screen, options);
  for (const event of events) show(event);
  return { printed, noted, bars };
}

describe('a training on the screen', () => {
  test('shows the progress of a long validation in the bar alone, and then that of the steps', () => {
    const validating = { type: 'validating', step: 0, batches: 8, batchesDone: 2, secondsLeft: 30 } as const;
    const { printed, noted, bars } = shown([validating]);
    expect([printed, noted]).toEqual([[], []]);
    expect(bars).toEqual([{ done: 2, total: 8, unit: 'held-out batches measured', secondsLeft: 30 }]);
    const validation = { type: 'validation', step: 0, seconds: 40, loss: 3, isBest: false } as const;
    expect(shown([plan, validating, validation]).bars.at(-1)).toMatchObject({ done: 0, total: 100, unit: 'steps' });
  });

  test('shows the progress of reading the dataset', () => {
    const reading = { type: 'reading', path: 'a.txt', files: 1, filesDone: 0, bytes: 10, bytesDone: 4 } as const;
    const { bars } = shown([
      reading,
      { type: 'dataset', tokens: 43217, validationTokens: 0, posts: 1, heldOutPosts: 0 },
    ]);
    expect(bars).toEqual([{ done: 4, total: 10, unit: 'bytes', details: ['a.txt'] }, null]);
  });

  test('prints the lines of the 2019 scripts to standard output', () => {
    const { printed } = shown([
      { type: 'dataset-loading', dataset: 'posts' },
      { type: 'dataset', tokens: 43217, validationTokens: 0, posts: 1, heldOutPosts: 0 },
      {
        type: 'device',
        name: 'cpu',
        description: 'CPU',
        instructionSet: 'avx2',
        precision: 'float32',
        because: null,
        slowBecause: null,
      },
      { type: 'starting-model', name: 'mine', isRandom: false, isBundled: false, step: 0 },
      plan,
      { type: 'training-started' },
      step(6, 130.918),
      { type: 'validation', step: 200, seconds: 512.1, loss: 3.114, isBest: true },
      { type: 'saving', step: 1000, path: 'checkpoint/run1/model-1000' },
      { type: 'saved', step: 1000, path: 'checkpoint/run1/model-1000', isBest: true },
      { type: 'sampling', step: 1000 },
      { type: 'sample', step: 1, prompt: '', number: 1, text: 'First.' },
      { type: 'sample', step: 1, prompt: '', number: 2, text: 'Second.' },
      { type: 'samples-written', step: 1000, path: 'samples/run1/samples-1000' },
      { type: 'stopped', step: 1000, seconds: 1, reason: 'interrupted' },
    ]);
    expect(printed).toEqual([
      'Loading dataset...',
      'dataset has 43217 tokens',
      'Training...',
      '[6 | 130.92] loss=3.26 avg=3.30',
      '[200 | 512.10] validation loss = 3.11',
      'Saving checkpoint/run1/model-1000',
      'Generating samples...',
      'Second.',
      'interrupted',
    ]);
  });

  test('prints the last sample of each prompt', () => {
    const sampled = (prompt: string, number: number) =>
      ({ type: 'sample', step: 7, prompt, number, text: `${prompt} ${number}` }) as const;
    const events: TrainEvent[] = [
      plan,
      { type: 'sampling', step: 7 },
      ...['One', 'Two'].flatMap((prompt) => [1, 2].map((number) => sampled(prompt, number))),
      { type: 'samples-written', step: 7, path: 'samples/run1/samples-7' },
    ];
    expect(shown(events).printed).toEqual(['Generating samples...', 'One 2', 'Two 2']);
    expect(shown(events, { brief: true }).printed).toEqual(['After 7 steps, it writes:', 'One 2', 'Two 2']);
  });

  test('in brief mode, does not print what the bar shows', () => {
    const { printed, bars } = shown(
      [
        { type: 'dataset-loading', dataset: 'posts' },
        { type: 'dataset', tokens: 43217, validationTokens: 1, posts: 39, heldOutPosts: 4 },
        plan,
        { type: 'training-started' },
        step(6, 130.918),
        { type: 'validation', step: 200, seconds: 512.1, loss: 3.114, isBest: true },
        { type: 'saving', step: 1000, path: 'checkpoint/run1/model-1000' },
        { type: 'stopped', step: 1000, seconds: 1, reason: 'interrupted' },
      ],
      { brief: true },
    );
    expect(printed).toEqual(['[200 | 512.10] validation loss = 3.11', 'interrupted']);
    expect(bars).toContainEqual(expect.objectContaining({ done: 6, total: 100 }));
  });

  test('shows notes about what it does and what is unexpected', () => {
    const { noted, printed } = shown([
      { type: 'skipped', path: 'a.md', because: 'draft', reason: 'it is a draft.' },
      { type: 'dataset', tokens: 1, validationTokens: 1, posts: 39, heldOutPosts: 4 },
      {
        type: 'device',
        name: 'reference',
        description: 'plain TypeScript',
        instructionSet: null,
        precision: 'float32',
        because: 'no compiler.',
        slowBecause: 'no compiler.',
      },
      { type: 'starting-model', name: 'nano', isRandom: true, isBundled: false, step: 0 },
      { type: 'starting-model', name: 'base', isRandom: false, isBundled: true, step: 0 },
      {
        type: 'starting-model',
        name: 'base',
        isRandom: false,
        isBundled: true,
        step: 0,
        proposal: { name: '124M', bytes: 548_090_880, licence: 'MIT', minutes: 5 },
      },
      { type: 'starting-model', name: 'run1/model-5', isRandom: false, isBundled: false, step: 5 },
      { type: 'notice', text: 'Something.' },
      { type: 'notice', text: 'Give clip 1 and no noise.', marked: 'Give `clip` 1 and `redact` false.' },
      plan,
      { ...plan, steps: null },
      { type: 'stopped', step: 1, seconds: 1, reason: 'patience' },
    ]);
    expect(noted).toEqual([
      'Skipped a.md: it is a draft.',
      'Reserved 4 of 39 posts for validation.',
      'Training on plain TypeScript, which is slow: no compiler.',
      expect.stringMatching(/^Starting nano from random weights: .* only from your posts\.$/),
      'Starting from base, the small bundled model.',
      expect.stringMatching(
        /^Starting from base, the small bundled model\. 124M writes better: tpdne download 124M .*\(548 MB\).*\(--run_name\)\.$/,
      ),
      'Resuming from run1/model-5.',
      'Something.',
      'Give --clip 1 and --no-redact.',
      '124.4 million parameters on CPU, 2 threads; 1000 tokens per step, 50 steps per pass over the posts, up to step 100; ' +
        'needs 5.2 GB of memory, 8.0 GB available.',
      expect.stringMatching(
        /, no last step; .* available\. It trains until you press Ctrl-C, .*same command resumes.* --steps/,
      ),
      'The validation loss has stopped improving.',
    ]);
    expect(printed).toEqual(['dataset has 1 tokens']);
  });

  test('says if nothing is left to do', () => {
    const start = { type: 'starting-model', name: 'run1/model-100', isRandom: false, isBundled: false } as const;
    expect(shown([{ ...start, step: 100 }, plan]).noted).toContain(
      'Nothing is left to do: step 100 of 100. Give a higher --steps (or --epochs) for more.',
    );
    expect(shown([{ ...start, step: 99 }, plan]).noted).toHaveLength(2);
    expect(
      shown([
        { ...start, step: 99 },
        { ...plan, steps: null },
      ]).noted,
    ).toHaveLength(2);
  });

  test('removes its bar when it stops', () => {
    const { bars } = shown([plan, step(1, 2), { type: 'stopped', step: 1, seconds: 2, reason: 'steps' }]);
    expect(bars).toHaveLength(2);
    expect(bars.at(-1)).toBeNull();
  });
});

describe('the bar', () => {
  test('shows speed, passes, the best validation and the time left', () => {
    const progress = new TrainingProgress(plan);
    expect(progress.add(step(24, 10))).toBe(true);
    progress.add({ type: 'validation', step: 24, seconds: 11, loss: 3.5, isBest: true });
    progress.add({ type: 'validation', step: 24, seconds: 11, loss: 3.9, isBest: false });
    progress.add(step(25, 12));
    expect(progress.state).toEqual({
      done: 25,
      total: 100,
      unit: 'steps',
      secondsLeft: 150,
      course: { name: 'loss', values: [3.256, 3.256] },
      details: ['500 tokens/s', 'pass 0.5', 'best validation loss 3.50'],
    });
  });

  test('measures the speed of recent steps, and shows no end for endless training', () => {
    const progress = new TrainingProgress({ ...plan, steps: null });
    for (let i = 0; i < 100; i++) progress.add(step(i, i < 50 ? i : 50 + 10 * (i - 50)));
    expect(progress.state).toMatchObject({ total: null, secondsLeft: null });
    expect(progress.state.details![0]).toBe('100 tokens/s');
  });
});
