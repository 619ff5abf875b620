import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Batch, NO_TARGET } from '../../../src/engine/tokens/batch.ts';
import { tokenSet } from '../../../src/engine/tokens/token-set.ts';
import { batchesByLength, validationBatches } from '../../../src/engine/tokens/validation-batches.ts';

describe('validationBatches', () => {
  it('predicts every token but the first of each chunk exactly once', () => {
    const lengths = fc.array(fc.nat({ max: 30 }), { maxLength: 5 });
    const small = fc.integer({ min: 1, max: 8 });
    fc.assert(
      fc.property(lengths, small, small, (chunkLengths, T, batch_size) => {
        let next = 0;
        const chunks = chunkLengths.map((length) => Uint16Array.from({ length }, () => next++));
        const batches = validationBatches(tokenSet(chunks), T, batch_size);
        const predicted = batches.flatMap(({ targets }) => [...targets].filter((token) => token !== -1));
        expect(predicted).toEqual(chunks.flatMap((chunk) => [...chunk.subarray(1)]));
        expect(batches.reduce((sum, { predictions }) => sum + predictions, 0)).toBe(predicted.length);
        for (const { inputs, targets } of batches) {
          targets.forEach((token, i) => {
            if (token !== -1) expect(inputs[i]).toBe(token - 1);
          });
        }
      }),
    );
  });

  it('takes windows from even distances when not all are wanted', () => {
    const tokens = tokenSet([Uint16Array.from({ length: 101 }, (_, i) => i)]);
    const batches = validationBatches(tokens, 10, 2, 2);
    expect(batches.map(({ B, inputs }) => [B, inputs[0], inputs[10]])).toEqual([
      [2, 0, 20],
      [2, 50, 70],
    ]);
  });

  it('has fewer rows in the last batch rather than empty ones', () => {
    const tokens = tokenSet([Uint16Array.from({ length: 26 }, (_, i) => i)]);
    expect(validationBatches(tokens, 10, 2).map(({ B }) => B)).toEqual([2, 1]);
  });
});

describe('batchesByLength', () => {
  const lengths = (T: number, batch_size: number, ...chunks: number[]) =>
    batchesByLength(tokenSet(chunks.map((length) => new Uint16Array(length))), T, batch_size).map(
      ({ B, T, predictions }) => [B, T, predictions],
    );

  it('predicts the same tokens as validationBatches', () => {
    const chunkLengths = fc.array(fc.nat({ max: 30 }), { maxLength: 8 });
    const small = fc.integer({ min: 1, max: 9 });
    fc.assert(
      fc.property(chunkLengths, small, small, (own, T, batch_size) => {
        let next = 0;
        const tokens = tokenSet(own.map((length) => Uint16Array.from({ length }, () => next++)));
        const pairs = (batches: readonly Batch[]) =>
          batches
            .flatMap(({ inputs, targets }) => [...targets].map((target, i) => [inputs[i], target]))
            .filter(([, target]) => target !== NO_TARGET)
            .sort(([a], [b]) => a - b);
        const found = batchesByLength(tokens, T, batch_size);
        expect(pairs(found)).toEqual(pairs(validationBatches(tokens, T, batch_size)));
        for (const { B, T: length } of found) expect(B * length).toBeLessThanOrEqual(batch_size * T);
      }),
    );
  });

  it('puts short windows into short rows, as many as the memory of long ones holds, longest first', () => {
    expect(lengths(8, 2, 3, 9, 3, 3, 3, 5, 6)).toEqual([
      [2, 8, 8 + 5],
      [1, 4, 4],
      [4, 2, 8],
    ]);
  });

  it('halves a row only for windows that fit into the half', () => {
    expect(lengths(8, 1, 5)).toEqual([[1, 4, 4]]);
    expect(lengths(8, 1, 6)).toEqual([[1, 8, 5]]);
    expect(lengths(7, 1, 4)).toEqual([[1, 3, 3]]);
    expect(lengths(7, 1, 2)).toEqual([[1, 1, 1]]);
  });
});
