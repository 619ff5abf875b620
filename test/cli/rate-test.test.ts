import { expect, test } from 'vitest';
import { plain } from '../../src/cli/help/paint.ts';
import type { Progress } from '../../src/cli/progress.ts';
import { rateLines, rateTestScreen } from '../../src/cli/rate-test.ts';
import type { RatesFoundEvent, RateTriedEvent } from '../../src/pipeline/events/training.ts';

const tried = (losses: readonly number[]): RateTriedEvent[] =>
  losses.map((smoothed, i) => ({ type: 'rate-tried', step: i + 1, learning_rate: 10 ** (i - 4), loss: 9, smoothed }));
const found: RatesFoundEvent = {
  type: 'rates-found',
  steps: 5,
  diverged: true,
  learning_rate: 2e-5,
  steepest: 0.0123,
  valley: 0.00456,
};

test('draws the fall of the loss, whatever it rises to, and names the rates', () => {
  const lines = rateLines(tried([3, 3, 2.5, 2, 80]), found, 60).split('\n');
  expect(lines).toEqual([
    '▅▅▃▁█',
    'Smoothed loss in 5 steps, from a learning rate of 0.0001 to 1, where the loss diverged: at best 2.00, down from 3.00.',
    '',
    'learning rate now   0.00002',
    'steepest fall       0.012',
    'middle of the fall  0.0046',
    '',
    'Take --learning_rate 0.0046, or with a warm-up up to 0.012. Nothing was written.',
  ]);
  expect(rateLines(tried([3, 2]), { ...found, steepest: 0.001 }, 60)).toContain('Take --learning_rate 0.0046. Nothing');
  expect(rateLines(tried([3, 3, 2.5, 2, 80]), found, 3).split('\n')[0]).toHaveLength(3);
});

test('leaves out the first losses, before their mean has settled', () => {
  const settling = [2, ...Array(9).fill(3.2), ...Array(10).fill(3), 2.5];
  const lines = rateLines(tried(settling), found, 60).split('\n');
  expect(lines[0]).toBe(`▁${'█'.repeat(9)}${'▆'.repeat(10)}▁`);
  expect(lines[1]).toContain('at best 2.50, down from 3.00.');
  expect(rateLines(tried(settling.slice(0, 20)), found, 60)).toContain('at best 2.00, down from 2.00.');
});

test('says where nothing can be suggested', () => {
  const none = { ...found, steepest: null, valley: null, diverged: false };
  const text = rateLines(tried([3, 3]), none, 60);
  expect(text).toContain('▄▄'.replaceAll('▄', text[0]));
  expect(text).toContain('the highest that was tried');
  expect(text).toContain('steepest fall       none');
  expect(text).toContain('The loss fell too little to suggest a learning rate. Nothing was written.');
  expect(rateLines([], none, 60)).toMatch(/^The loss is not a finite number at the first step\./);
});

test('says how long it takes, shows a bar, and prints the result', () => {
  const [notes, bars, printed]: [string[], (Progress | null)[], string[]] = [[], [], []];
  const show = rateTestScreen({
    print: (text) => void printed.push(text),
    write: () => {},
    columns: 80,
    paint: plain,
    notePaint: plain,
    watched: true,
    note: (text) => void notes.push(text),
    progress: (state) => void bars.push(state),
  });
  const steps = tried([3, 2.5, 2]);
  show(steps[0]);
  show({ type: 'rate-test', steps: 100, minutes: 2 });
  show(steps[1]);
  show(found);
  expect(notes).toEqual(['Trying up to 100 learning rates takes 2 min at most; nothing is written.']);
  expect(bars).toHaveLength(2);
  expect(bars[0]).toMatchObject({ done: 2, total: 100, details: ['learning rate 0.001', 'loss 2.50'] });
  expect(bars[1]).toBeNull();
  expect(printed[0]).toContain('Smoothed loss in 2 steps');
});
