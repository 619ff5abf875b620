import { describe, expect, it } from 'vitest';
import { Random } from '../../../src/engine/random.ts';
import { batchOf, withNoise } from '../../../src/engine/tokens/batch.ts';

const chunk = Uint16Array.from({ length: 2000 }, (_, i) => i % 300);

describe('batchOf', () => {
  it('fills up a shorter row without targets', () => {
    const batch = batchOf(
      [
        { chunk: Uint16Array.of(5, 6, 7, 8, 9), start: 1, tokens: 4 },
        { chunk: Uint16Array.of(5, 6, 7, 8, 9), start: 3, tokens: 2 },
      ],
      3,
    );
    expect(batch).toEqual({
      B: 2,
      T: 3,
      inputs: Int32Array.of(6, 7, 8, 8, 0, 0),
      targets: Int32Array.of(7, 8, 9, 9, -1, -1),
      predictions: 4,
    });
  });
});

describe('withNoise', () => {
  const batch = batchOf([{ chunk, start: 0, tokens: 2000 }], 1999);

  it('replaces inputs with about the given probability, by any token, and never targets', () => {
    const noisy = withNoise(batch, 0.25, 50257, Random.fromSeed(3));
    const replaced = noisy.inputs.filter((token, i) => token !== batch.inputs[i]);
    // Five standard deviations of a binomial with 1999 draws are 97.
    expect(Math.abs(replaced.length - 500)).toBeLessThan(97);
    expect(Math.max(...replaced)).toBeGreaterThan(49_000);
    expect(Math.max(...replaced)).toBeLessThan(50257);
    expect(noisy.targets).toEqual(batch.targets);
  });

  it('leaves the batch it was given as it was', () => {
    const before = batch.inputs.slice();
    withNoise(batch, 1, 50257, Random.fromSeed(3));
    expect(batch.inputs).toEqual(before);
  });

  it('draws nothing when there is none', () => {
    const random = Random.fromSeed(3);
    const state = random.state();
    expect(withNoise(batch, 0, 50257, random)).toBe(batch);
    expect(random.state()).toEqual(state);
  });

  it('is the same from the same seed', () => {
    expect(withNoise(batch, 0.5, 50257, Random.fromSeed(3))).toEqual(withNoise(batch, 0.5, 50257, Random.fromSeed(3)));
  });
});
