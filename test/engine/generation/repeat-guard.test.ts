import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RepeatGuard } from '../../../src/engine/generation/repeat-guard.ts';

function having(size: number, tokens: readonly number[]): RepeatGuard {
  const said = new RepeatGuard(size);
  for (const token of tokens) said.push(token);
  return said;
}

/** By the definition of transformers' NoRepeatNGramLogitsProcessor: all n-grams of the text are looked at each time. */
function banned(size: number, tokens: readonly number[]): number[] {
  if (size === 0 || tokens.length + 1 < size) return [];
  const prefix = tokens.slice(tokens.length + 1 - size);
  const found = new Set<number>();
  for (let start = 0; start + size <= tokens.length; start++) {
    const gram = tokens.slice(start, start + size);
    if (prefix.every((token, i) => token === gram[i])) found.add(gram[size - 1]);
  }
  return [...found].sort((a, b) => a - b);
}

describe('what a text has said', () => {
  it('must not be said again: the tokens that would complete a run that it has already', () => {
    const tokens = fc.array(fc.nat(3), { maxLength: 30 });
    fc.assert(
      fc.property(tokens, fc.nat(5), (text, size) => {
        expect([...having(size, text).repeating()]).toEqual(banned(size, text));
      }),
    );
  });

  it.each([
    [0, [1, 1, 1], []],
    [1, [2, 11, 2], [2, 11]],
    [2, [1, 2, 1, 10, 1], [2, 10]],
    [3, [1, 2, 3, 1, 2], [3]],
    [3, [1], []],
  ])('of size %d after %j: not %j', (size, text, expected) => {
    expect([...having(size, text).repeating()]).toEqual(expected);
  });
});
