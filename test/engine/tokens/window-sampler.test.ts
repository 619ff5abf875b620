import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Random } from '../../../src/engine/random.ts';
import { joinSets, tokenSet } from '../../../src/engine/tokens/token-set.ts';
import { longestWindow, WindowFault, WindowSampler } from '../../../src/engine/tokens/window-sampler.ts';

/** Chunks of the given lengths, every token of the corpus different from all others. */
function corpus(...lengths: number[]) {
  let next = 0;
  return tokenSet(lengths.map((length) => Uint16Array.from({ length }, () => next++)));
}

describe('datasets', () => {
  /** A corpus of these datasets, every token different from all others. */
  const mixture = (...sets: (readonly [weight: number | null, ...lengths: number[]])[]) => {
    const { chunks } = corpus(...sets.flatMap(([, ...lengths]) => lengths));
    let first = 0;
    return joinSets(
      sets.map(([weight, ...lengths]) => {
        first += lengths.length;
        return { tokens: tokenSet(chunks.slice(first - lengths.length, first)), weight };
      }),
    );
  };

  /** The share of windows that begin below `token`. */
  const shareBelow = (token: number, tokens: ReturnType<typeof mixture>, windowTokens = 2) => {
    const draws = 4000;
    const { inputs } = new WindowSampler(tokens, windowTokens, Random.fromSeed(3)).batch(draws);
    const T = windowTokens - 1;
    return Array.from({ length: draws }, (_, b) => inputs[b * T]).filter((first) => first < token).length / draws;
  };

  it('without weights are one corpus', () => {
    const of = (tokens: ReturnType<typeof mixture>) => new WindowSampler(tokens, 3, Random.fromSeed(2)).batch(20);
    expect(of(mixture([null, 30, 4], [null, 9]))).toEqual(of(corpus(30, 4, 9)));
  });

  it.each<[string, ReturnType<typeof mixture>, number, number]>([
    ['all with weights: in proportion to them, whatever their sizes', mixture([3, 100], [1, 9, 8]), 100, 0.75],
    ['one of its own', mixture([0.2, 50]), 50, 1],
    ['one without a weight: it has the rest', mixture([null, 100], [0.3, 900]), 100, 0.7],
    [
      'several without: they share the rest by their windows',
      mixture([0.4, 20], [null, 91], [null, 11]),
      111,
      0.4 + 0.54,
    ],
    ['one without a window of the length: as if it were not there', mixture([5, 1], [1, 20], [1, 20]), 21, 0.5],
  ])('%s', (_, tokens, token, share) => {
    // Four standard deviations of a share in 4,000 draws.
    expect(Math.abs(shareBelow(token, tokens) - share)).toBeLessThan(0.032);
  });

  it('are drawn from evenly within', () => {
    expect(Math.abs(shareBelow(110, mixture([1, 100], [1, 21])) - 0.75)).toBeLessThan(0.032);
  });

  it('refuse weights that leave nothing for another', () => {
    const draw = (weight: number) => () => new WindowSampler(mixture([weight, 9], [null, 9]), 2, Random.fromSeed(1));
    expect(draw(1)).toThrow(WindowFault);
    expect(draw(1)).toThrow(/add up to 1, which leaves nothing/);
    expect(draw(0.99)).not.toThrow();
  });

  it('resume from a state', () => {
    const tokens = mixture([0.5, 40], [2, 30]);
    const sampler = new WindowSampler(tokens, 4, Random.fromSeed(8));
    sampler.batch(5);
    const { random } = sampler.state();
    expect(new WindowSampler(tokens, 4, Random.fromState(random)).batch(7)).toEqual(sampler.batch(7));
  });
});

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
