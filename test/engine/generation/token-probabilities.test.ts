import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LogitsFault } from '../../../src/engine/generation/sampling.ts';
import { TokenProbabilities, tokensBefore } from '../../../src/engine/generation/token-probabilities.ts';
import { fakeTokenizer } from './fake-tokenizer.ts';
import { scoresOf } from './scores-of.ts';

const lettersOf = (count: number) => Array.from({ length: count }, (_, id) => `t${id} `);

const nowhere = { before: 0, after: 0 };

/** Log probabilities in the plainest way. */
function logSoftmax(logits: Float32Array): number[] {
  const highest = Math.max(...logits);
  const total = logits.reduce((sum, logit) => sum + Math.exp(logit - highest), 0);
  return Array.from(logits, (logit) => logit - highest - Math.log(total));
}

function described(logits: number[], count: number, some: Parameters<typeof fakeTokenizer>[1] = {}, token = 0) {
  const probabilities = new TokenProbabilities(fakeTokenizer(lettersOf(logits.length), some), logits.length, count);
  return probabilities.describe(token, nowhere, scoresOf(Float32Array.from(logits), 1));
}

describe('probabilities of tokens', () => {
  it('are the log-softmax of the logits, and the likeliest come first, as sorting finds them', () => {
    const logit = fc.integer({ min: -200, max: 200 }).map((tenths) => tenths / 10);
    const logitsOfTokens = fc.array(logit, { minLength: 1, maxLength: 300 });
    fc.assert(
      fc.property(logitsOfTokens, fc.nat(20), fc.nat(299), (list, count, any) => {
        const token = any % list.length;
        const logits = Float32Array.from(list);
        const { logprob, top } = described(list, count, {}, token);
        const expected = logSoftmax(logits);
        expect(logprob).toBeCloseTo(expected[token], 5);
        // Sorting is stable: of equal ones that with the lower id comes first.
        const order = [...expected.keys()].sort((a, b) => logits[b] - logits[a]).slice(0, count);
        expect(top.map(({ token: id }) => id)).toEqual(order);
        for (const { token: id, logprob: found } of top) expect(found).toBeCloseTo(expected[id], 5);
      }),
    );
  });

  it('add up to 1 over a vocabulary that is no larger than what is asked for', () => {
    const { top } = described([1, 2, 0.5, -3, 2], 20);
    expect(top).toHaveLength(5);
    expect(top.reduce((sum, { logprob }) => sum + Math.exp(logprob), 0)).toBeCloseTo(1, 6);
  });

  it('are never more than 1', () => {
    expect(described([100, 0], 1)).toMatchObject({ logprob: 0, top: [{ logprob: 0 }] });
    expect(described([0], 1).logprob).toBeCloseTo(0, 6);
  });

  it('are found of as many likeliest tokens as asked for, and none', () => {
    expect(described([1, 2, 3], 0)).toMatchObject({ token: 0, logprob: expect.any(Number), top: [] });
    expect(described([1, 2, 3], 2).top.map(({ token }) => token)).toEqual([2, 1]);
  });

  it('leave out ids without a token and marks, which count in the sum all the same', () => {
    const logits = [1, 5, 2, 9];
    const probabilities = new TokenProbabilities(fakeTokenizer(lettersOf(3), { unusedTokens: [1] }), 4, 20);
    const { top } = probabilities.describe(0, nowhere, scoresOf(Float32Array.from(logits), 1));
    expect(top.map(({ token }) => token)).toEqual([2, 0]);
    expect(top[0].logprob).toBeCloseTo(logSoftmax(Float32Array.from(logits))[2], 5);
  });

  it('leave out what is impossible', () => {
    expect(described([1, -Infinity, 0], 3).top.map(({ token }) => token)).toEqual([0, 2]);
  });

  it('are not found where the model computed something else than numbers', () => {
    expect(() => described([1, Number.NaN], 2)).toThrow(LogitsFault);
    expect(() => described([1, Infinity], 2)).toThrow(LogitsFault);
    expect(() => described([-Infinity, -Infinity], 2)).toThrow(LogitsFault);
  });
});

describe('tokens', () => {
  const show = (tokens: Parameters<typeof fakeTokenizer>[0], addsSpace = false, beginsText = false) => {
    const probabilities = new TokenProbabilities(fakeTokenizer(tokens, { addsSpace }), tokens.length, 20);
    const scores = scoresOf(
      Float32Array.from(tokens, (_, id) => -id),
      1,
    );
    return probabilities.describe(0, { ...nowhere, beginsText }, scores).top.map(({ text, bytes }) => [text, bytes]);
  };

  it('have bytes where they are not whole characters', () => {
    const bom = '\uFEFF';
    expect(show(['a', 'é', bom, [0xe2, 0x80], [0x99], [0x20, 0xf0, 0x9f]])).toEqual([
      ['a', null],
      ['é', null],
      [bom, null],
      ['\uFFFD', [0xe2, 0x80]],
      ['\uFFFD', [0x99]],
      [' \uFFFD', [0x20, 0xf0, 0x9f]],
    ]);
  });

  it('have no space at the beginning of a text where the tokenizer puts one', () => {
    const tokens = [' the', 'the', ' '];
    const withSpace = [' the', 'the', ' '].map((text) => [text, null]);
    const without = ['the', 'the', ''].map((text) => [text, null]);
    expect(show(tokens, true, true)).toEqual(without);
    expect(show(tokens, true, false)).toEqual(withSpace);
    expect(show(tokens, false, true)).toEqual(withSpace);
  });

  it('begin where their characters do, behind bytes that did not become one', () => {
    const probabilities = new TokenProbabilities(fakeTokenizer(['ab', [0xe2]]), 2, 0);
    const startOf = (token: number, before: number, after: number) =>
      probabilities.describe(token, { before, after }, null).start;
    expect(startOf(0, 5, 7)).toBe(5);
    expect(startOf(0, 5, 8)).toBe(6);
    expect(startOf(1, 5, 5)).toBe(5);
  });

  it('that nothing precedes have no probability', () => {
    const probabilities = new TokenProbabilities(fakeTokenizer(['a']), 1, 20);
    expect(probabilities.describe(0, { before: 0, after: 1 }, null)).toEqual({
      ...{ token: 0, text: 'a', bytes: null, start: 0, logprob: null, top: [] },
    });
  });

  it('belong to the part of a text in which they begin', () => {
    const token = (start: number) => ({ token: 0, text: 'ab', bytes: null, start, logprob: 0, top: [] });
    const tokens = [token(0), token(2), token(2), token(4)];
    expect([0, 1, 2, 3, 4, 5].map((end) => tokensBefore(tokens, end).length)).toEqual([0, 1, 1, 3, 3, 4]);
  });
});
