import { describe, expect, test } from 'vitest';
import { verdictOf } from '../../../src/pipeline/report/verdict.ts';
import type { HistoryRow } from '../../../src/pipeline/train/training-history.ts';

const validations = (losses: Readonly<Record<number, number>>): HistoryRow[] =>
  Object.entries(losses).map(([step, loss]) => ({ type: 'validation', step: Number(step), seconds: 1, loss }));
const steps = (...losses: number[]): HistoryRow[] =>
  losses.map((loss, i) => ({ type: 'step', step: i + 1, seconds: i, tokens: i, loss, learning_rate: 1 }));

describe('whether a training is past its best', () => {
  test.each([
    [
      'past-best',
      { 0: 5, 10: 4, 20: 3.5, 30: 3.7 },
      20,
      /past its best: .* lowest after 20 steps \(3\.50\) .* 3\.70 by step 30/,
    ],
    ['level', { 0: 5, 10: 3.5, 20: 3.505 }, 10, /^It is at its best: .* after 10 steps \(3\.50\)/],
    ['level', { 0: 5, 10: 3.5, 20: 3.495 }, 20, /levelled off/],
    [
      'still-falling',
      { 0: 5, 10: 4, 20: 3.9 },
      20,
      /^It is not past its best: .* still falling .* after 20 steps \(3\.90\)/,
    ],
    ['still-falling', { 0: 5, 1: 4 }, 1, /after 1 step \(4\.00\)/],
    ['still-falling', { 10: 4, 20: 3.9 }, 20, /still falling/],
    ['level', { 0: 4.005, 10: 4 }, 10, /levelled off/],
    ['worse', { 0: 3, 10: 3.1, 20: 3.3 }, 10, /did not help: .* 3\.00 before the first step and 3\.10 at best/],
    ['unknown', { 1000: 4 }, 1000, /measured only once, after 1,000 steps/],
  ] as const)('%s: %j', (kind, losses, best, sentence) => {
    const verdict = verdictOf([...steps(6, 5), ...validations(losses)]);
    expect(verdict).toMatchObject({ kind, best: { step: best } });
    expect(verdict.sentence).toMatch(sentence);
  });

  test('cannot be told without validations after a step', () => {
    for (const [rows, because] of [
      [steps(5, 4), /^No posts were held out, .* from 5\.00 to 4\.\d\d\.$/],
      [
        [...validations({ 0: 5 }), ...steps(5, 4)],
        /^The loss .* only before the first step \(5\.00\), .* to 4\.\d\d\.$/,
      ],
    ] as const) {
      const verdict = verdictOf(rows);
      expect(verdict).toMatchObject({ kind: 'unknown', best: null });
      expect(verdict.sentence).toMatch(because);
    }
    expect(verdictOf([])).toMatchObject({ kind: 'no-steps', best: null });
  });
});
