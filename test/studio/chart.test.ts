import { describe, expect, test } from 'vitest';
import { aligned, nearest } from '../../src/studio/pages/chart/aligned.ts';
import { lossRange, placeInWords, placesOn, tick } from '../../src/studio/pages/chart/axes.ts';
import { smoothed } from '../../src/studio/pages/chart/smoothing.ts';
import { thinned } from '../../src/studio/pages/chart/thinned.ts';
import { mergedCurve, NO_CURVE, type TrainingCurve } from '../../src/studio/pages/chart/training-curve.ts';
import { dragged, following, scaled, within, zoomTo } from '../../src/studio/pages/chart/zoom.ts';

const step = (at: number, seconds: number, loss = 3) => ({ type: 'step', step: at, seconds, loss, tokens: at * 100 });
const validation = (at: number, seconds: number, loss = 3) => ({ type: 'validation', step: at, seconds, loss });

/** Three steps of two seconds, and a validation before them. */
const history: TrainingCurve = {
  steps: [1, 2, 3],
  seconds: [2, 4, 6],
  tokens: [100, 200, 300],
  losses: [5, 4, 3],
  validations: [{ step: 0, seconds: 0, loss: 5 }],
};

describe('a curve of what is on disk and what is reported', () => {
  test('is empty without either, and without a history is what was reported', () => {
    expect(mergedCurve(null, [])).toEqual(NO_CURVE);
    const curve = mergedCurve(null, [validation(0, 1), { type: 'saving' }, step(1, 3, 4), validation(1, 4, 4.5)]);
    expect(curve).toEqual({
      steps: [1],
      seconds: [3],
      tokens: [100],
      losses: [4],
      validations: [
        { step: 0, seconds: 1, loss: 3 },
        { step: 1, seconds: 4, loss: 4.5 },
      ],
    });
  });

  test('has no step twice, and its clock goes on where the history ends', () => {
    const curve = mergedCurve(history, [step(2, 1), step(3, 3), step(4, 5), validation(4, 6)]);
    expect(curve.steps).toEqual([1, 2, 3, 4]);
    expect(curve.losses).toEqual([5, 4, 3, 3]);
    // The call began three seconds after the run.
    expect(curve.seconds).toEqual([2, 4, 6, 8]);
    expect(curve.validations).toEqual([history.validations[0], { step: 4, seconds: 9, loss: 3 }]);
  });

  test('of a call that the history knows nothing of comes after it', () => {
    expect(mergedCurve(history, [step(4, 2), step(5, 4)]).seconds).toEqual([2, 4, 6, 8, 10]);
  });

  test('does not change what it is made of', () => {
    const before = structuredClone(history);
    mergedCurve(history, [step(4, 2)]);
    expect(history).toEqual(before);
  });

  test('of a job that was cut off and resumed has the steps of the second call', () => {
    const events = [
      step(4, 2, 9),
      step(5, 4, 9),
      validation(5, 5, 9),
      step(4, 1, 1),
      validation(4, 2, 1),
      step(5, 3, 1),
    ];
    const curve = mergedCurve(history, events);
    expect(curve.steps).toEqual([1, 2, 3, 4, 5]);
    expect(curve.losses.slice(3)).toEqual([1, 1]);
    expect(curve.validations.slice(1).map((row) => [row.step, row.loss])).toEqual([[4, 1]]);
    // Eleven seconds had passed when it was cut off.
    expect(curve.seconds.slice(3)).toEqual([12, 14]);
  });
});

describe('smoothing', () => {
  test('with no memory changes nothing; with more, a value tells less', () => {
    expect(smoothed([3, 1, 2], 0)).toEqual([3, 1, 2]);
    expect(smoothed([4, 0], 0.5)).toEqual([4, 4 / 3]);
    expect(smoothed([], 0.9)).toEqual([]);
    const jump = [...Array(50).fill(4), 0];
    expect(smoothed(jump, 0.9).at(-1)).toBeCloseTo(3.6, 1);
    expect(smoothed(jump, 0.5).at(-1)).toBeCloseTo(2);
  });
});

describe('the axis', () => {
  const curve = { ...history, validations: [...history.validations, { step: 3, seconds: 7, loss: 3 }] };

  test.each([
    ['steps', [1, 2, 3], [0, 3]],
    ['passes', [0.5, 1, 1.5], [0, 1.5]],
    ['tokens', [100, 200, 300], [0, 300]],
    ['time', [2 / 60, 4 / 60, 6 / 60], [0, 7 / 60]],
  ] as const)('of %s', (axis, steps, validations) => {
    expect(placesOn(axis, curve, 2)).toEqual({ steps, validations });
  });

  test('of passes is that of steps if it is unknown how many make a pass', () => {
    expect(placesOn('passes', curve, null).steps).toEqual([1, 2, 3]);
  });

  test('has a place for a validation whose step was not recorded', () => {
    const sparse = { ...curve, validations: [{ step: 6, seconds: 9, loss: 3 }] };
    expect(placesOn('tokens', sparse, 2).validations).toEqual([600]);
    expect(placesOn('tokens', { ...NO_CURVE, validations: sparse.validations }, 2).validations).toEqual([6]);
  });

  test.each([
    ['steps', 1200, 'step 1,200'],
    ['passes', 1.5, '1.50 passes'],
    ['tokens', 12_000, '12,000 tokens'],
    ['time', 3, 'after 3 min'],
    ['time', 0, 'at the start'],
  ] as const)('%s %d is %s', (axis, value, words) => expect(placeInWords(axis, value)).toBe(words));

  test.each([
    [0, '0'],
    [0.5, '0.5'],
    [9999, '9,999'],
    [1225, '1,225'],
    [9_500, '9,500'],
    [10_000, '10k'],
    [15_500, '15.5k'],
    [1e6, '1M'],
  ])('a mark at %d says %s', (value, text) => expect(tick(value)).toBe(text));
});

describe('the range of losses', () => {
  test('is none without values, and has room around a single one', () => {
    expect(lossRange([], [])).toBeNull();
    expect(lossRange([[Number.NaN]], [[Number.NaN]])).toBeNull();
    expect(lossRange([[3]], [])).toEqual([2.5, 3.5]);
  });

  test('leaves out the highest few training losses, but no validation', () => {
    const losses = [11, ...Array.from({ length: 199 }, (_, i) => 4 - i / 199)];
    const [low, high] = lossRange([losses], [])!;
    expect(high).toBeLessThan(4.3);
    expect(low).toBeCloseTo(3 - 0.06, 1);
    expect(lossRange([losses], [[11]])![1]).toBeGreaterThan(11);
  });

  test('shows the highest of a few losses', () => {
    expect(lossRange([[6, 3, 2]], [])![1]).toBeGreaterThan(6);
  });

  test('does not go below zero', () => {
    expect(lossRange([[0.01, 2]], [])![0]).toBe(0);
  });
});

describe('lines over common places', () => {
  test('have null where they have no point', () => {
    const xs = [1, 2, 3];
    const lines = [
      { xs, ys: [9, 8, 7] },
      { xs, ys: [6, 5, 4] },
      { xs: [0, 2, 2.5, 9], ys: [1, 2, 3, 4] },
    ];
    expect(aligned(lines)).toEqual([
      [0, 1, 2, 2.5, 3, 9],
      [null, 9, 8, null, 7, null],
      [null, 6, 5, null, 4, null],
      [1, null, 2, 3, null, 4],
    ]);
    expect(aligned([])).toEqual([[]]);
    expect(aligned([{ xs: [], ys: [] }])).toEqual([[], []]);
  });
});

describe('the nearest place', () => {
  test.each([
    [[], 3, -1],
    [[5], 3, 0],
    [[1, 2, 4], 0, 0],
    [[1, 2, 4], 2.9, 1],
    [[1, 2, 4], 3.1, 2],
    [[1, 2, 4], 9, 2],
  ])('in %j to %d is number %d', (list, value, place) => expect(nearest(list, value)).toBe(place));
});

describe('a part of the axis', () => {
  test.each([
    ['as it is', [20, 40], [20, 40]],
    ['in order', [40, 20], [20, 40]],
    ['no wider than the whole on the left', [-10, 40], [0, 40]],
    ['no wider than the whole on the right', [60, 140], [60, 100]],
    ['wide enough, around its middle', [50, 51], [48.5, 52.5]],
    ['wide enough at the left end', [0, 1], [0, 4]],
    ['wide enough at the right end', [99, 100], [96, 100]],
    ['nothing if it is the whole', [-1, 101], null],
    ['nothing if it lies elsewhere', [101, 120], null],
  ] as const)('is shown %s', (_, wanted, shown) => expect(zoomTo(wanted, [0, 100], 4)).toEqual(shown));

  test('of a whole without any width is nothing', () => expect(zoomTo([3, 3], [3, 3], 0)).toBeNull());

  test('grows and shrinks around a place', () => {
    expect(scaled([20, 60], 30, 0.5)).toEqual([25, 45]);
    expect(scaled([25, 45], 30, 2)).toEqual([20, 60]);
  });

  test('moves only as far as it must to contain a place', () => {
    expect(following([20, 40], 15)).toEqual([15, 35]);
    expect(following([20, 40], 30)).toEqual([20, 40]);
    expect(following([20, 40], 45)).toEqual([25, 45]);
  });
});

describe('what is seen of a line', () => {
  const line = { xs: [0, 10, 20, 30, 40], ys: [5, 4, 3, 2, 1] };

  test.each([
    ['everything without a part', null, [0, 10, 20, 30, 40]],
    ['a point more on each side', [12, 28], [10, 20, 30]],
    ['a point more on each side where the nearest is inside', [18, 22], [10, 20, 30]],
    ['points at the edges of the part', [10, 30], [10, 20, 30]],
    ['both neighbours of a part without points', [22, 23], [20, 30]],
    ['all of it', [-5, 50], [0, 10, 20, 30, 40]],
    ['its end, beyond it', [60, 70], [40]],
  ] as const)('is %s', (_, span, xs) => {
    const seen = within(line, span);
    expect(seen.xs).toEqual(xs);
    expect(seen.ys).toEqual(xs.map((x) => 5 - x / 10));
  });

  test('is nothing of a line without points', () => {
    expect(within({ xs: [], ys: [] }, [0, 1])).toEqual({ xs: [], ys: [] });
  });
});

describe('a line with fewer points', () => {
  const line = (count: number) => {
    const xs = Array.from({ length: count }, (_, i) => i);
    return { xs, ys: xs.map((x) => Math.sin(x) + (x === 777 ? 9 : 0) - (x === 778 ? 9 : 0)) };
  };

  test('is the same if it has few enough', () => {
    const short = line(100);
    expect(thinned(short, 100)).toEqual(short);
    expect(thinned(line(101), 100).xs.length).toBeLessThanOrEqual(100);
  });

  test('keeps every peak and the order', () => {
    const { xs, ys } = thinned(line(10_000), 500);
    expect(xs.length).toBeLessThanOrEqual(500);
    expect(xs.length).toBeGreaterThan(200);
    expect(xs).toEqual(xs.toSorted((a, b) => a - b));
    expect([Math.max(...ys), Math.min(...ys)]).toEqual([Math.sin(777) + 9, Math.sin(778) - 9]);
    const all = line(10_000).ys;
    expect(ys).toEqual(xs.map((x) => all[x]));
  });

  test('keeps its points when it grows', () => {
    const [before, after] = [thinned(line(9000), 500), thinned(line(9100), 500)];
    expect(after.xs.slice(0, before.xs.length - 2)).toEqual(before.xs.slice(0, -2));
  });

  test('of equal values has one point for each stretch', () => {
    const xs = Array.from({ length: 800 }, (_, i) => i);
    expect(thinned({ xs, ys: xs.map(() => 1) }, 400).xs).toEqual(Array.from({ length: 200 }, (_, i) => i * 4));
  });
});

describe('fingers on a chart', () => {
  test('keep what is under them: two show less as they part, and more as they close', () => {
    expect(dragged([0, 100], [0, 100], [0.4, 0.6], [0.2, 0.8])[0]).toBeCloseTo(100 / 3);
    expect(dragged([0, 100], [0, 100], [0.4, 0.6], [0.2, 0.8])[1]).toBeCloseTo(200 / 3);
    expect(dragged([40, 60], [0, 100], [0, 1], [0.25, 0.75])).toEqual([30, 70]);
    // Which finger was put down first does not matter.
    expect(dragged([40, 60], [0, 100], [1, 0], [0.75, 0.25])).toEqual([30, 70]);
  });

  test('move the part as they move', () => {
    expect(dragged([40, 60], [0, 100], [0.5, 0.6], [0.25, 0.35])[0]).toBeCloseTo(45);
    expect(dragged([40, 60], [0, 100], [0.5], [0.25])).toEqual([45, 65]);
  });

  test('one of them moves the part no further than to the ends', () => {
    expect(dragged([40, 60], [0, 100], [0], [5])).toEqual([0, 20]);
    expect(dragged([40, 60], [0, 100], [5], [0])).toEqual([80, 100]);
  });

  test('that meet do not show infinitely much', () => {
    const [from, to] = dragged([40, 60], [0, 100], [0.4, 0.6], [0.5, 0.5]);
    expect(to - from).toBeCloseTo(200);
    const [first, last] = dragged([40, 60], [0, 100], [0.5, 0.5], [0.4, 0.6]);
    expect(last - first).toBeCloseTo(2);
  });
});
