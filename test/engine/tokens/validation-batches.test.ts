import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tokenSet } from '../../../src/engine/tokens/token-set.ts';
import { validationBatches } from '../../../src/engine/tokens/validation-batches.ts';

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
