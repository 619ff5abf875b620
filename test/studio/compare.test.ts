import { describe, expect, test } from 'vitest';
import type { BaseOption } from '../../src/pipeline/models/base-options.ts';
import { bitsPerByte, lossAfter, whyNoBits } from '../../src/studio/pages/runs/bits-per-byte.ts';
import { firstPair, measured, sidesOf } from '../../src/studio/pages/runs/compare-sides.ts';
import { comparedTexts } from '../../src/studio/pages/runs/compared-texts.ts';
import { exportName, isReadHere, usualFormat } from '../../src/studio/pages/runs/export-name.ts';
import { settingRows } from '../../src/studio/pages/runs/setting-rows.ts';
import { textSoFar } from '../../src/studio/pages/runs/text-so-far.ts';
import type { RunHistory, RunSummary } from '../../src/studio/protocol.ts';

const history = {
  validations: [
    { step: 0, seconds: 0, loss: 4 * Math.LN2 },
    { step: 100, seconds: 9, loss: 3 * Math.LN2 },
  ],
  bytesPerToken: 4,
} as unknown as RunHistory;

describe('bits per byte', () => {
  test('are bits per token, by the bytes of a token', () => {
    expect(bitsPerByte(history, 0)).toBeCloseTo(1);
    expect(bitsPerByte(history, 100)).toBeCloseTo(0.75);
  });

  test('are unknown where nothing was measured, or the text is', () => {
    expect(bitsPerByte(history, 50)).toBeNull();
    expect(bitsPerByte(history, null)).toBeNull();
    expect(bitsPerByte({ ...history, bytesPerToken: null }, 0)).toBeNull();
    expect(whyNoBits({ ...history, bytesPerToken: null })).toContain('did not record how many bytes');
    expect(whyNoBits({ ...history, validations: [] })).toContain('No loss on held-out posts was measured');
    expect(whyNoBits({ ...history, validations: [{ step: 0, seconds: 0, loss: 3 }] })).toContain(
      'only before the first',
    );
    expect(lossAfter(history, 100)).toBeCloseTo(2.079);
  });
});

describe('what can be compared', () => {
  const runs = [
    { name: 'a', checkpoints: [50, 100], best: 50, startedFrom: 'small' },
    { name: 'empty', checkpoints: [], best: null, startedFrom: 'small' },
  ] as unknown as RunSummary[];
  const models = [
    { name: 'small', isHere: true, problem: null },
    { name: 'far', isHere: false, problem: null },
    { name: 'broken', isHere: true, problem: 'it is damaged' },
    { name: 'other', isHere: true, problem: null },
  ] as BaseOption[];
  const sides = sidesOf(runs, models);

  test('are checkpoints, the newest first, and the usable models here', () => {
    expect(sides.map(({ key, label, run }) => [key, label, run])).toEqual([
      ['run/a/100', 'a, step 100', 'a'],
      ['run/a/50', 'a, step 50 (best)', 'a'],
      ['model/small', 'small, before it learned', 'a'],
      ['model/other', 'other, before it learned', null],
    ]);
    expect(sides[1].settings).toEqual({ run: 'a', checkpoint: 50 });
    expect(sides[2].settings).toEqual({ model_name: 'small' });
  });

  test.each([
    [
      [null, null],
      ['model/small', 'run/a/100'],
    ],
    [
      [null, 'run/a/50'],
      ['model/small', 'run/a/50'],
    ],
    [
      ['model/other', 'run/a/50'],
      ['model/other', 'run/a/50'],
    ],
    [
      ['run/gone/1', null],
      ['model/small', 'run/a/100'],
    ],
    [
      [null, 'model/other'],
      ['run/a/100', 'model/other'],
    ],
  ] as const)('with %j wanted: %j', (wanted, pair) => {
    expect(firstPair(sides, wanted).map((side) => side?.key ?? null)).toEqual(pair);
  });

  test('with too few is a half, or nothing', () => {
    expect(firstPair([], [null, null])).toEqual([null, null]);
    expect(firstPair(sides.slice(0, 1), [null, null]).map((side) => side?.key ?? null)).toEqual([null, 'run/a/100']);
  });

  test('says what was measured', () => {
    expect(measured(sides[2], history)).toBe('1.000 bits per byte on held-out posts (loss 2.773)');
    expect(measured(sides[0], { ...history, bytesPerToken: null })).toBe('2.079 loss on held-out posts');
    expect(measured(sides[1], history)).toBeNull();
    expect(measured(sides[0], null)).toBeNull();
  });
});

describe('two texts', () => {
  const marked = (parts: readonly { text: string; isShared: boolean }[]) =>
    parts.map(({ text, isShared }) => (isShared ? text : `[${text}]`)).join('');

  test('that are the same have no mark', () => {
    expect(comparedTexts('Tea is warm.', 'Tea is warm.').map(marked)).toEqual(['Tea is warm.', 'Tea is warm.']);
    expect(comparedTexts('', '')).toEqual([[], []]);
  });

  test('are marked where they differ, and every letter of them is there', () => {
    const [left, right] = comparedTexts('Tea is warm and kind to us all.', 'Tea is cold and kind to us all.');
    expect([left, right].map(marked)).toEqual([
      'Tea is [warm] and kind to us all.',
      'Tea is [cold] and kind to us all.',
    ]);
    expect(left.map(({ text }) => text).join('')).toBe('Tea is warm and kind to us all.');
  });

  test('share few words by chance, which are not told apart, except at their beginning', () => {
    const [left] = comparedTexts('Tea: red and blue the end.', 'Tea: one and two the rest.');
    expect(marked(left)).toBe('Tea: [red and blue the end.]');
  });

  test('of which one is empty differ as a whole', () => {
    expect(comparedTexts('Tea.', '').map(marked)).toEqual(['[Tea.]', '']);
  });
});

test('a text is its pieces until it is whole', () => {
  const pieces = [{ type: 'text-grew', added: 'A ' }, { type: 'device' }, { type: 'text-grew', added: 'cat' }];
  expect(textSoFar(pieces)).toEqual({ text: 'A cat', isDone: false });
  expect(textSoFar([...pieces, { type: 'text-done', text: 'A cat.' }])).toEqual({ text: 'A cat.', isDone: true });
  expect(textSoFar([])).toEqual({ text: '', isDone: false });
});

test.each([
  ['gguf', 'export/run1.gguf'],
  ['gguf-adapter', 'export/run1-adapter.gguf'],
  ['llm.c', 'export/run1.bin'],
  ['huggingface', 'export/run1-huggingface'],
])('a model for %s goes to %s', (format, path) => expect(exportName('run1', format)).toBe(path));

test('a tab proposes a format that the command line reads, of an adapter the small one', () => {
  expect(usualFormat(false, true)).toBe('gguf');
  expect([usualFormat(true, false), usualFormat(true, true)]).toEqual(['huggingface', 'peft']);
  expect([isReadHere('huggingface'), isReadHere('peft'), isReadHere('onnx')]).toEqual([true, true, false]);
});

test('settings that someone chose stand apart from those that are as they were', () => {
  const fact = (name: string, value: unknown) =>
    ({ name, type: 'text', help: '', section: null, default: value }) as const;
  const table = [fact('steps', null), fact('seed', 0), { ...fact('dataset', undefined) }];
  expect(settingRows(table, { dataset: ['a', 'b'], steps: null, seed: 3, old: false })).toEqual({
    chosen: [
      ['dataset', 'a, b'],
      ['seed', '3'],
      ['old', 'false'],
    ],
    usual: [['steps', 'not set']],
  });
});
