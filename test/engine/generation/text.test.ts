import { expect, it } from 'vitest';
import { TokenSampler } from '../../../src/engine/generation/sampling.ts';
import { Text } from '../../../src/engine/generation/text.ts';
import { FORBIDDEN, type TextConstraints } from '../../../src/engine/generation/text-constraints.ts';
import { TokenConstraints } from '../../../src/engine/generation/token-constraints.ts';
import { Random } from '../../../src/engine/random.ts';
import { scoresOf } from './scores-of.ts';
import { tinyTokenizer } from './tiny-model.ts';

const { vocabularySize: n_vocab } = tinyTokenizer;
const limits = { prompt: '', includePrompt: true, length: 10, stopAtEnd: true, sampling: {} };
const vowels = ['a', 'e', 'i'].map((letter) => tinyTokenizer.encode(letter)[0]);

const vowelFirst: TextConstraints = {
  start: 0,
  next: (_, byte) => ('aei'.includes(String.fromCharCode(byte)) ? 1 : FORBIDDEN),
  isFree: (state) => state === 1,
};

/** How often each vowel comes first in texts that have to begin with one, where the model says this of each. */
function shares(logitOf: (token: number) => number, temperature: number, texts: number): number[] {
  const sampler = new TokenSampler({ temperature, top_k: 0, top_p: 0, repetition_penalty: 1 }, n_vocab);
  const logits = Float32Array.from({ length: n_vocab }, (_, token) => logitOf(token));
  const scores = scoresOf(logits, sampler.temperature);
  const rules = new TokenConstraints(vowelFirst, tinyTokenizer, n_vocab);
  const counts = new Map<number, number>();
  for (let number = 0; number < texts; number++) {
    const text = new Text(number, Random.fromSeed(3, 'sample', number), tinyTokenizer, limits, rules);
    const writing = text.grow(sampler, scores);
    let step = writing.next();
    while (!step.done) step = writing.next();
    counts.set(step.value, (counts.get(step.value) ?? 0) + 1);
  }
  expect([...counts.keys()].every((token) => vowels.includes(token))).toBe(true);
  return vowels.map((token) => (counts.get(token) ?? 0) / texts);
}

it.each([
  ['most of what the model says is allowed', 8],
  ['hardly anything is', -3],
])('a text held to rules says what is allowed as often as the model says it, where %s', (_, allowed) => {
  const texts = 4000;
  const logits = new Map(vowels.map((token, i) => [token, allowed + i / 2]));
  const found = shares((token) => logits.get(token) ?? 0, 1, texts);
  const weights = vowels.map((token) => Math.exp(logits.get(token)!));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  for (const [i, weight] of weights.entries()) {
    const expected = weight / total;
    expect(Math.abs(found[i] - expected)).toBeLessThan(5 * Math.sqrt((expected * (1 - expected)) / texts));
  }
});

it('at temperature 0 it says the likeliest that is allowed', () => {
  expect(shares((token) => (token === vowels[1] ? 1 : vowels.includes(token) ? 0 : 2), 0, 3)).toEqual([0, 1, 0]);
});
