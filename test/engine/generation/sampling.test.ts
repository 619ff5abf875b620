import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LogitsFault, type SamplingSettings, TokenSampler } from '../../../src/engine/generation/sampling.ts';
import type { AllowedTokens } from '../../../src/engine/generation/text-constraints.ts';
import { Random } from '../../../src/engine/random.ts';
import { scoresOf } from './scores-of.ts';

const plain: SamplingSettings = { temperature: 1, top_k: 0, top_p: 0, repetition_penalty: 1 };
const none: ReadonlySet<number> = new Set();

/** The probability of each token by the definition: sort everything, cut, normalise. */
function expectedProbabilities(logits: Float32Array, { temperature, top_k, top_p }: SamplingSettings): number[] {
  const scores = Array.from(logits, (logit) => logit / temperature);
  const highest = Math.max(...scores);
  const total = scores.reduce((sum, score) => sum + Math.exp(score - highest), 0);
  const descending = [...scores].sort((a, b) => b - a);
  let lowest = -Infinity;
  if (top_p > 0) {
    let before = 0;
    for (const score of descending) {
      if (before >= top_p) break;
      lowest = score;
      before += Math.exp(score - highest) / total;
    }
  } else if (top_k > 0) lowest = descending[Math.min(top_k, descending.length) - 1];
  const weights = scores.map((score) => (score >= lowest ? Math.exp(score - highest) : 0));
  const kept = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / kept);
}

/** The next token after these logits. */
function draw(logits: Float32Array, settings: SamplingSettings, text: ReadonlySet<number>, random: Random): number {
  const sampler = new TokenSampler(settings, logits.length);
  return sampler.draw(scoresOf(logits, sampler.temperature), text, random);
}

/** How often each token comes in `draws` draws. */
function frequencies(
  logits: Float32Array,
  settings: SamplingSettings,
  draws: number,
  text = none,
  allowed: AllowedTokens | null = null,
): number[] {
  const sampler = new TokenSampler(settings, logits.length);
  const random = Random.fromSeed(7);
  const counts = new Array<number>(logits.length).fill(0);
  const scores = scoresOf(logits, sampler.temperature);
  for (let i = 0; i < draws; i++) counts[sampler.draw(scores, text, random, allowed)]++;
  return counts.map((count) => count / draws);
}

function expectClose(found: readonly number[], expected: readonly number[], draws: number): void {
  expected.forEach((probability, token) => {
    // Five standard deviations of a binomial share; a token that was cut off must never come.
    const slack = probability === 0 ? 0 : 5 * Math.sqrt((probability * (1 - probability)) / draws) + 1e-9;
    expect(Math.abs(found[token] - probability), `token ${token}`).toBeLessThanOrEqual(slack);
  });
}

const logits = Float32Array.from([2, 1, 1, 0.5, -1, -3, 3, 1]);

describe('a draw', () => {
  const cases: readonly (Partial<SamplingSettings> & { title: string })[] = [
    { title: 'as the model says' },
    { title: 'at temperature 0.5', temperature: 0.5 },
    { title: 'at temperature 3', temperature: 3 },
    { title: 'among the 2 likeliest', top_k: 2 },
    { title: 'among the 3 likeliest and two tied with the third', top_k: 3 },
    { title: 'among more than there are', top_k: 100 },
    { title: 'among the nucleus of 0.5', top_p: 0.5 },
    { title: 'among the nucleus of 0.9 at temperature 0.7', top_p: 0.9, temperature: 0.7 },
    { title: 'with top_p before top_k', top_p: 0.9, top_k: 1 },
    { title: 'with the whole probability', top_p: 1 },
  ];
  it.each(cases)('follows the definition: $title', ({ title: _, ...some }) => {
    const settings = { ...plain, ...some };
    const draws = 20_000;
    expectClose(frequencies(logits, settings, draws), expectedProbabilities(logits, settings), draws);
  });

  it.each(cases)('among the tokens that are allowed, follows the definition: $title', ({ title: _, ...some }) => {
    const settings = { ...plain, ...some };
    const draws = 4_000;
    // Blocks of which nothing is left, and one of which something is.
    const many = Float32Array.from({ length: 200 }, (_, token) => logits[token % logits.length] + token / 400);
    const listed = Int32Array.from([65, 66, 70, 77, 90]);
    const left = many.map((logit, token) => (listed.includes(token) ? logit : -Infinity));
    const expected = expectedProbabilities(left, settings);
    expectClose(frequencies(many, settings, draws, none, { listed, isListOfAllowed: true }), expected, draws);
    const others = Int32Array.from(many.keys()).filter((token) => !listed.includes(token));
    expectClose(frequencies(many, settings, draws, none, { listed: others, isListOfAllowed: false }), expected, draws);
  });

  it('takes the likeliest allowed token at temperature 0, and leaves the scores as they were', () => {
    const sampler = new TokenSampler({ ...plain, temperature: 0 }, logits.length);
    const scores = scoresOf(logits, 1);
    const allowed = { listed: Int32Array.from([1, 4]), isListOfAllowed: true };
    expect(sampler.draw(scores, none, Random.fromSeed(1), allowed)).toBe(1);
    expect(sampler.draw(scores, none, Random.fromSeed(1))).toBe(6);
  });

  it('keeps the first token of a nucleus however small it is, and its ties', () => {
    const tied = Float32Array.from([0, 4, 4, 1]);
    const found = frequencies(tied, { ...plain, top_p: 1e-9 }, 1000);
    expect(found[1] + found[2]).toBe(1);
    expect(Math.min(found[1], found[2])).toBeGreaterThan(0.4);
  });

  it('takes the likeliest token at temperature 0, the first of equals, and no chance at all', () => {
    const random = Random.fromSeed(1);
    const before = random.state();
    expect(draw(Float32Array.from([1, 5, 5, 2]), { ...plain, temperature: 0 }, none, random)).toBe(1);
    expect(random.state()).toEqual(before);
  });

  it('takes exactly one number of chance', () => {
    for (const some of [{}, { top_k: 3 }, { top_p: 0.5 }]) {
      const [drawing, plainRandom] = [Random.fromSeed(3), Random.fromSeed(3)];
      draw(logits, { ...plain, ...some }, none, drawing);
      plainRandom.uniform();
      expect(drawing.state()).toEqual(plainRandom.state());
    }
  });

  it('only ever gives tokens that the definition keeps, for any logits', () => {
    const anyLogits = fc
      .array(fc.oneof(fc.float({ min: -30, max: 30, noNaN: true }), fc.integer({ min: -3, max: 3 })), {
        minLength: 1,
        maxLength: 600,
      })
      .map((values) => Float32Array.from(values));
    const anyCut = fc.oneof(
      fc.record({ top_k: fc.integer({ min: 1, max: 610 }) }),
      fc.record({ top_p: fc.double({ min: 0.01, max: 1, noNaN: true }) }),
    );
    const temperature = fc.double({ min: 0.05, max: 20, noNaN: true });
    fc.assert(
      fc.property(anyLogits, anyCut, temperature, fc.nat(), (values, cut, temperature, seed) => {
        const settings = { ...plain, ...cut, temperature };
        const token = draw(values, settings, none, Random.fromSeed(seed));
        expect(expectedProbabilities(values, settings)[token]).toBeGreaterThan(0);
      }),
    );
  });

  it('leaves the scores as they are and can be used again', () => {
    const sampler = new TokenSampler({ ...plain, top_k: 2, repetition_penalty: 2 }, logits.length);
    const [scores, before] = [scoresOf(logits, 1), structuredClone(scoresOf(logits, 1))];
    const first = sampler.draw(scores, new Set([0]), Random.fromSeed(9));
    expect(sampler.draw(scores, new Set([0]), Random.fromSeed(9))).toBe(first);
    expect(scores).toEqual(before);
  });

  it.each([
    [0, Number.NaN, 1],
    [0, Infinity, 1],
    [-Infinity, -Infinity],
  ])('refuses logits of %s, %s', (...wrong) => {
    expect(() => draw(Float32Array.from(wrong), plain, none, Random.fromSeed(1))).toThrow(LogitsFault);
  });

  it('never gives a token of minus infinity', () => {
    const found = frequencies(Float32Array.from([0, -Infinity, 1]), plain, 1000);
    expect(found[1]).toBe(0);
  });
});

describe('the repetition penalty', () => {
  it('divides positive and multiplies negative logits of tokens in the text', () => {
    const draws = 20_000;
    const penalised = Float32Array.from([1, 1, 1, 0.5, -2, -3, 3, 1]);
    const found = frequencies(logits, { ...plain, repetition_penalty: 2 }, draws, new Set([0, 4]));
    expectClose(found, expectedProbabilities(penalised, plain), draws);
  });

  it('comes before the likeliest token is taken', () => {
    const greedy = { ...plain, temperature: 0, repetition_penalty: 3 };
    expect(draw(logits, greedy, new Set([6]), Random.fromSeed(1))).toBe(0);
  });
});
