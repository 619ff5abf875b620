import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RepeatedEndings } from '../../../src/engine/generation/repeated-endings.ts';

function extendingAfter(text: readonly number[], shortest: number, breakers: ReadonlySet<number>): [number, number][] {
  const endings = new RepeatedEndings(shortest, breakers);
  for (const token of text) endings.push(token);
  return [...endings.extending()].sort(([a], [b]) => a - b);
}

/** By llama.cpp's definition: all earlier places are compared with the end, up to the last breaker. */
function byDefinition(text: readonly number[], shortest: number, breakers: ReadonlySet<number>): [number, number][] {
  const sinceBreaker = text.length - 1 - text.findLastIndex((token) => breakers.has(token));
  const found = new Map<number, number>();
  for (let place = 0; place < text.length - 1; place++) {
    let length = 0;
    while (length <= place && text[place - length] === text[text.length - 1 - length]) length++;
    length = Math.min(length, sinceBreaker);
    const next = text[place + 1];
    if (length >= shortest && !breakers.has(next)) found.set(next, Math.max(length, found.get(next) ?? 0));
  }
  return [...found].sort(([a], [b]) => a - b);
}

const none: ReadonlySet<number> = new Set();

describe('the tokens that would extend a repeated sequence', () => {
  it.each([
    ['an empty text', [], 1, none, []],
    ['a text of one token', [1], 1, none, []],
    ['a text without repetition', [1, 2, 3], 1, none, []],
    ['one repeated token', [1, 2, 3, 1], 1, none, [[2, 1]]],
    ['one repeated token, where two are needed', [1, 2, 3, 1], 2, none, []],
    ['two repeated tokens', [1, 2, 3, 1, 2], 2, none, [[3, 2]]],
    [
      'the longer of two',
      [9, 1, 2, 3, 1, 2, 4, 1, 2],
      2,
      none,
      [
        [3, 2],
        [4, 2],
      ],
    ],
    ['the longer of two with one token after them', [1, 2, 5, 0, 3, 1, 2, 5, 4, 3, 1, 2], 2, none, [[5, 3]]],
    ['a run of one token', [7, 7, 7, 7], 2, none, [[7, 3]]],
    ['a sequence that a breaker begins', [0, 1, 2, 3, 0, 1, 2], 3, new Set([0]), []],
    ['a sequence after a breaker', [0, 1, 2, 3, 0, 1, 2], 2, new Set([0]), [[3, 2]]],
    ['a breaker that would follow', [1, 2, 0, 1, 2], 2, new Set([0]), []],
    ['a breaker at the end', [1, 0, 2, 1, 0], 1, new Set([0]), []],
  ])('of %s', (_, text, shortest, breakers, expected) => {
    expect(extendingAfter(text, shortest, breakers)).toEqual(expected);
    expect(byDefinition(text, shortest, breakers)).toEqual(expected);
  });

  it('are those of the definition, for any text', () => {
    const text = fc.array(fc.nat(3), { maxLength: 60 });
    const breakers = fc.constantFrom(none, new Set([0]), new Set([0, 2]));
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 5 }), breakers, (tokens, shortest, ends) => {
        expect(extendingAfter(tokens, shortest, ends)).toEqual(byDefinition(tokens, shortest, ends));
      }),
      { numRuns: 500 },
    );
  });
});
