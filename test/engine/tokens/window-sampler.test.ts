import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Random } from '../../../src/engine/random.ts';
import { tokenSet } from '../../../src/engine/tokens/token-set.ts';
import { longestWindow, WindowFault, WindowSampler } from '../../../src/engine/tokens/window-sampler.ts';

/** Chunks of the given lengths, every token of the corpus different from all others. */
function corpus(...lengths: number[]) {
  let next = 0;
  return tokenSet(lengths.map((length) => Uint16Array.from({ length }, () => next++)));
}

describe('a batch', () => {
  it('has windows of tokens that follow one another in one chunk', () => {
    const lengths = fc.array(fc.nat({ max: 30 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(lengths, fc.integer({ min: 2, max: 8 }), fc.nat(), (chunkLengths, windowTokens, seed) => {
        const tokens = corpus(...chunkLengths);
        fc.pre(longestWindow(tokens, windowTokens) === windowTokens);
        const T = windowTokens - 1;
        const batch = new WindowSampler(tokens, windowTokens, Random.fromSeed(seed)).batch(5);
        expect([batch.B, batch.T, batch.inputs.length, batch.predictions]).toEqual([5, T, 5 * T, 5 * T]);
        for (let b = 0; b < 5; b++) {
          const first = batch.inputs[b * T];
          const following = Array.from({ length: T }, (_, t) => first + t);
          expect([...batch.inputs.subarray(b * T, (b + 1) * T)]).toEqual(following);
          expect([...batch.targets.subarray(b * T, (b + 1) * T)]).toEqual(following.map((token) => token + 1));
          const chunk = tokens.chunks.find((candidate) => candidate.includes(first));
          expect(chunk?.at(-1)).toBeGreaterThanOrEqual(first + T);
        }
      }),
    );
  });

  it('takes every window as often as any other, the one with the last token too', () => {
    const draws = 8000;
    const { inputs } = new WindowSampler(corpus(7, 2, 4), 3, Random.fromSeed(1)).batch(draws);
    const counts = new Map<number, number>();
    for (let b = 0; b < draws; b++) counts.set(inputs[2 * b], (counts.get(inputs[2 * b]) ?? 0) + 1);
    expect([...counts.keys()].sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 9, 10]);
    // A binomial count stays within five standard deviations, here 31 each, of its mean.
    for (const count of counts.values()) expect(Math.abs(count - draws / 7)).toBeLessThan(5 * 31);
  });

  it('is the same from the same seed, and resumes from a state', () => {
    const tokens = corpus(100);
    const random = Random.fromSeed(5, 'batches');
    const sampler = new WindowSampler(tokens, 10, random);
    const first = sampler.batch(3);
    const state = random.state();
    const second = sampler.batch(3);
    expect(new WindowSampler(tokens, 10, Random.fromSeed(5, 'batches')).batch(3)).toEqual(first);
    expect(new WindowSampler(tokens, 10, Random.fromState(state)).batch(3)).toEqual(second);
    expect(second).not.toEqual(first);
  });
});

describe('short chunks', () => {
  it('are counted where they are too short for the window', () => {
    expect(new WindowSampler(corpus(7, 2, 4), 3, Random.fromSeed(1)).unreachableTokens).toBe(2);
  });

  it('limit the window where all are shorter than the context', () => {
    expect(longestWindow(corpus(7, 2, 4), 1024)).toBe(7);
    expect(longestWindow(corpus(7, 2, 4), 5)).toBe(5);
    expect(longestWindow(corpus(), 5)).toBe(0);
  });

  it.each([
    [[4, 4], 5],
    [[1], 1],
    [[], 0],
  ])('of lengths %j have no window of %d tokens', (lengths, windowTokens) => {
    expect(() => new WindowSampler(corpus(...lengths), windowTokens, Random.fromSeed(1))).toThrow(WindowFault);
  });
});
