import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Said, type SaidTokens } from '../../../src/engine/generation/said.ts';
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
  { temperature, top_k, top_p, min_p = 0, typical_p = 0 }: SamplingSettings,
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
  const likely = weights.map((weight) => weight / kept);
  return typical_p > 0 && typical_p < 1 ? typicalOf(likely, typical_p) : likely;
}

/** Locally typical sampling by its definition: the tokens sorted by how far their surprise is from the entropy. */
function typicalOf(probabilities: readonly number[], typical_p: number): number[] {
  const surprises = probabilities.map((p) => (p === 0 ? Infinity : -Math.log(p)));
  const entropy = probabilities.reduce((sum, p, token) => sum + (p === 0 ? 0 : p * surprises[token]), 0);
  const distances = surprises.map((surprise) => Math.abs(surprise - entropy));
  const sorted = [...distances.keys()].sort((a, b) => distances[a] - distances[b]);
  let [mass, farthest] = [0, 0];
  for (const token of sorted) {
    if (mass >= typical_p) break;
    farthest = distances[token];
    mass += probabilities[token];
  }
  // Equal probabilities are equally far, whatever the rounding.
  const kept = probabilities.map((p, token) => (distances[token] <= farthest + 1e-12 ? p : 0));
  const total = kept.reduce((sum, p) => sum + p, 0);
  return kept.map((p) => p / total);
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
    { title: 'among the typical 0.2', typical_p: 0.2 },
    { title: 'among the typical 0.6 at temperature 3', typical_p: 0.6, temperature: 3 },
    { title: 'among the typical 0.95', typical_p: 0.95 },
    { title: 'among the typical of the nucleus', typical_p: 0.5, top_p: 0.9 },
    { title: 'among the typical of the 5 likeliest', typical_p: 0.3, top_k: 5, temperature: 2 },
    { title: 'among the typical of those min_p left', typical_p: 0.7, min_p: 0.1 },
    { title: 'with typical_p at 1, which is off', typical_p: 1 },
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

describe('typical_p', () => {
  // Surprises of 0.69 (one), 2.08 (two) and 2.77 nats (four), 1.73 expected.
  const skewed = Float32Array.from([1 / 2, 1 / 8, 1 / 8, 1 / 16, 1 / 16, 1 / 16, 1 / 16].map(Math.log));
  const kept = (typical_p: number, temperature = 1) =>
    frequencies(skewed, { ...plain, typical_p, temperature }, 500).map((share) => share > 0);

  it('may leave out the likeliest token, keeps ties, and goes further down until its share is reached', () => {
    expect(kept(0.01)).toEqual([false, true, true, false, false, false, false]);
    expect(kept(0.24)).toEqual([false, true, true, false, false, false, false]);
    expect(kept(0.26)).toEqual([true, true, true, false, false, false, false]);
    expect(kept(0.74)).toEqual([true, true, true, false, false, false, false]);
    expect(kept(0.76)).toEqual(Array(7).fill(true));
    expect(kept(0)).toEqual(Array(7).fill(true));
    expect(kept(1)).toEqual(Array(7).fill(true));
  });

  it('changes nothing at temperature 0, nor where all tokens are equal', () => {
    expect(kept(0.01, 0)).toEqual([true, ...Array(6).fill(false)]);
    const equal = frequencies(new Float32Array(5), { ...plain, typical_p: 0.01 }, 500);
    expect(equal.every((share) => share > 0)).toBe(true);
  });

  it('ignores tokens without any weight', () => {
    const far = Float32Array.from([0, -1, -1e30, -Infinity]);
    const found = frequencies(far, { ...plain, typical_p: 0.99 }, 500);
    expect(found.map((share) => share > 0)).toEqual([true, true, false, false]);
  });
});

describe('the penalties of frequency and presence', () => {
  const written: [number, number][] = [
    [6, 3],
    [4, 1],
  ];
  it.each([
    ['frequency_penalty', { frequency_penalty: 0.5 }, [2, 1, 1, 0.5, -1.5, -3, 1.5, 1]],
    ['presence_penalty', { presence_penalty: 0.5 }, [2, 1, 1, 0.5, -1.5, -3, 2.5, 1]],
    ['both', { frequency_penalty: 0.5, presence_penalty: 0.25 }, [2, 1, 1, 0.5, -1.75, -3, 1.25, 1]],
    ['below 0', { frequency_penalty: -0.5, presence_penalty: -1 }, [2, 1, 1, 0.5, 0.5, -3, 5.5, 1]],
  ])('lower what was written: %s', (_, some, penalised) => {
    const draws = 20_000;
    const found = frequencies(logits, { ...plain, ...some }, draws, saying([], [], written));
    expectClose(found, expectedProbabilities(Float32Array.from(penalised), plain), draws);
  });

  it('do not count the prompt', () => {
    const said = new Said({});
    said.push(1);
    said.write(2);
    said.write(2);
    expect([...said.written]).toEqual([[2, 2]]);
    expect([...said.recent]).toEqual([1, 2]);
  });

  it('come after the repetition penalty', () => {
    const both = { ...plain, temperature: 0, repetition_penalty: 2, presence_penalty: 1 };
    // 6 / 2 − 1 is 2; (6 − 1) / 2 would be 2.5.
    const found = (other: number) =>
      draw(Float32Array.from([6, other]), both, saying([0], [], [[0, 1]]), Random.fromSeed(1));
    expect([found(1.99), found(2.01)]).toEqual([0, 1]);
  });
});

describe('a bias', () => {
  it('is added to the logits of its tokens', () => {
    const draws = 20_000;
    const token_bias = new Map([
      [0, 1.5],
      [6, -2],
    ]);
    const found = frequencies(logits, { ...plain, token_bias }, draws);
    expectClose(found, expectedProbabilities(Float32Array.from([3.5, 1, 1, 0.5, -1, -3, 1, 1]), plain), draws);
  });

  it('of 100 leaves no other token, and of -100 none of its own, at any temperature', () => {
    for (const temperature of [0, 1, 2]) {
      const settings = { ...plain, temperature };
      expect(frequencies(logits, { ...settings, token_bias: new Map([[5, 100]]) }, 300)[5]).toBe(1);
      expect(frequencies(logits, { ...settings, token_bias: new Map([[6, -100]]) }, 300)[6]).toBe(0);
    }
  });

  it('makes no token possible that is not', () => {
    const settings = { ...plain, token_bias: new Map([[1, 100]]) };
    expect(draw(Float32Array.from([0, -Infinity]), settings, none, Random.fromSeed(1))).toBe(0);
    const sampler = new TokenSampler(settings, 2, [1]);
    expect(sampler.draw(scoresOf(Float32Array.from([0, 0]), 1), none, Random.fromSeed(1))).toBe(0);
  });

  it('comes before the repetition penalty', () => {
    const both = { ...plain, temperature: 0, repetition_penalty: 2, token_bias: new Map([[0, 2]]) };
    // (4 + 2) / 2 is 3; 4 / 2 + 2 would be 4.
    const found = (other: number) => draw(Float32Array.from([4, other]), both, saying([0]), Random.fromSeed(1));
    expect([found(2.99), found(3.01)]).toEqual([0, 1]);
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

describe('a raised logit', () => {
  it('changes no draw of the other tokens, in any block', () => {
    const values = fc.array(fc.float({ min: -20, max: 20, noNaN: true }), { minLength: 1, maxLength: 300 });
    const bias = fc.array(fc.tuple(fc.nat(299), fc.integer({ min: -100, max: 100 })), { maxLength: 40 });
    fc.assert(
      fc.property(values, bias, fc.nat(), (all, given, seed) => {
        const token_bias = new Map(given.filter(([token]) => token < all.length));
        const biased = all.map((logit, token) => Math.fround(logit + (token_bias.get(token) ?? 0)));
        const found = draw(Float32Array.from(all), { ...plain, token_bias }, none, Random.fromSeed(seed));
        expect(found).toBe(draw(Float32Array.from(biased), plain, none, Random.fromSeed(seed)));
      }),
    );
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
