import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SaidTokens } from '../../../src/engine/generation/said.ts';
import { LogitsFault, TokenSampler } from '../../../src/engine/generation/sampling.ts';
import type { SamplingSettings } from '../../../src/engine/generation/sampling-settings.ts';
import type { AllowedTokens } from '../../../src/engine/generation/text-constraints.ts';
import { Random } from '../../../src/engine/random.ts';
import { saying } from './saying.ts';
import { scoresOf } from './scores-of.ts';

const plain: SamplingSettings = { temperature: 1, top_k: 0, top_p: 0, repetition_penalty: 1 };
const none = saying();

/** The probability of each token by the definition: sort everything, cut, normalise. */
function expectedProbabilities(
  logits: Float32Array,
  { temperature, top_k, top_p, min_p = 0 }: SamplingSettings,
): number[] {
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
  const weights = scores
    .map((score) => (score >= lowest ? Math.exp(score - highest) : 0))
    .map((w) => (w >= min_p ? w : 0));
  const kept = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / kept);
}

/** The next token after these logits. */
function draw(logits: Float32Array, settings: SamplingSettings, text: SaidTokens, random: Random): number {
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
    { title: 'among those a tenth as likely as the likeliest', min_p: 0.1 },
    { title: 'among those a tenth as likely at temperature 3', min_p: 0.1, temperature: 3 },
    { title: 'with min_p stricter than top_k', min_p: 0.3, top_k: 5 },
    { title: 'with top_k stricter than min_p', min_p: 0.01, top_k: 2 },
    { title: 'with min_p stricter than top_p', min_p: 0.3, top_p: 0.95 },
    { title: 'with top_p stricter than min_p', min_p: 0.01, top_p: 0.5 },
    { title: 'with min_p and the whole probability', min_p: 0.1, top_p: 1 },
    { title: 'with min_p and more than there are', min_p: 0.1, top_k: 100 },
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
      fc.record({ min_p: fc.double({ min: 0.001, max: 1, noNaN: true }), top_k: fc.nat(20) }),
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
    const first = sampler.draw(scores, saying([0]), Random.fromSeed(9));
    expect(sampler.draw(scores, saying([0]), Random.fromSeed(9))).toBe(first);
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

describe('min_p', () => {
  it('keeps the tokens at its limit, those tied with the likeliest at 1, and all at 0', () => {
    const halves = Float32Array.from([0, Math.log(0.5), Math.log(0.5) - 0.01, 0]);
    const kept = (min_p: number) => frequencies(halves, { ...plain, min_p }, 500).map((share) => share > 0);
    expect(kept(0.4999)).toEqual([true, true, false, true]);
    expect(kept(0.5001)).toEqual([true, false, false, true]);
    expect(kept(1)).toEqual([true, false, false, true]);
    expect(kept(0)).toEqual([true, true, true, true]);
  });
});

describe('the repetition penalty', () => {
  it('divides positive and multiplies negative logits of tokens in the text', () => {
    const draws = 20_000;
    const penalised = Float32Array.from([1, 1, 1, 0.5, -2, -3, 3, 1]);
    const found = frequencies(logits, { ...plain, repetition_penalty: 2 }, draws, saying([0, 4]));
    expectClose(found, expectedProbabilities(penalised, plain), draws);
  });

  it('comes before the likeliest token is taken', () => {
    const greedy = { ...plain, temperature: 0, repetition_penalty: 3 };
    expect(draw(logits, greedy, saying([6]), Random.fromSeed(1))).toBe(0);
  });
});

describe('DRY', () => {
  const dry = { ...plain, dry_multiplier: 0.5, dry_base: 2, dry_allowed_length: 2 };

  it('lowers a token by multiplier · base^(length − allowed)', () => {
    const draws = 20_000;
    const extending: [number, number][] = [
      [6, 2],
      [0, 4],
    ];
    const penalised = Float32Array.from([0, 1, 1, 0.5, -1, -3, 2.5, 1]);
    const found = frequencies(logits, dry, draws, saying([], extending));
    expectClose(found, expectedProbabilities(penalised, plain), draws);
  });

  it('has the base and the allowed length of llama.cpp unless others are given', () => {
    const greedy = { ...plain, temperature: 0, dry_multiplier: 1 };
    const drawnFrom = (logit: number) =>
      draw(Float32Array.from([logit, 0]), greedy, saying([], [[0, 4]]), Random.fromSeed(1));
    expect(drawnFrom(1.75 ** 2 + 1e-3)).toBe(0);
    expect(drawnFrom(1.75 ** 2 - 1e-3)).toBe(1);
  });

  it('comes after the repetition penalty', () => {
    const both = { ...dry, temperature: 0, repetition_penalty: 2 };
    // 6 / 2 − 0.5 is above 2.25; (6 − 0.5) / 2 is 2.75, and 6 / 2 alone is 3.
    const found = (other: number) =>
      draw(Float32Array.from([6, other]), both, saying([0], [[0, 2]]), Random.fromSeed(1));
    expect([found(2.49), found(2.51)]).toEqual([0, 1]);
  });

  it.each([
    [1, 1],
    [1.000001, 1],
    [1.0001, 1],
    [1e30, 1e4],
  ])('forbids nothing however long a sequence is, with base %d', (dry_base, dry_multiplier) => {
    const settings = { ...dry, dry_base, dry_multiplier };
    const text = saying([], [[0, 1e6]]);
    expect(draw(Float32Array.from([3, -Infinity]), settings, text, Random.fromSeed(1))).toBe(0);
    expect(draw(Float32Array.from([3, -Infinity]), { ...settings, temperature: 0 }, text, Random.fromSeed(1))).toBe(0);
  });
});

describe('a lowered logit', () => {
  it('changes no draw of the other tokens, in any block', () => {
    const values = fc.array(fc.float({ min: -20, max: 20, noNaN: true }), { minLength: 1, maxLength: 300 });
    const some = fc.array(fc.nat(299), { maxLength: 40 });
    fc.assert(
      fc.property(
        values,
        some,
        fc.nat(),
        fc.double({ min: 0.2, max: 5, noNaN: true }),
        (all, seen, seed, temperature) => {
          const settings = { ...plain, temperature, repetition_penalty: 1.7 };
          const said = new Set(seen.filter((token) => token < all.length));
          const penalised = all.map((logit, token) =>
            said.has(token) ? Math.fround(logit > 0 ? logit / 1.7 : logit * 1.7) : logit,
          );
          const found = draw(Float32Array.from(all), settings, saying([...said]), Random.fromSeed(seed));
          expect(found).toBe(
            draw(Float32Array.from(penalised), { ...plain, temperature }, none, Random.fromSeed(seed)),
          );
        },
      ),
    );
  });
});
