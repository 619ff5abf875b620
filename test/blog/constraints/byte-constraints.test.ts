import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteConstraints } from '../../../src/blog/constraints/byte-constraints.ts';
import { WORD_CHARACTER } from '../../../src/blog/constraints/characters.ts';
import { either, literal, optional, type Pattern, repeated, sequence } from '../../../src/blog/constraints/pattern.ts';

/**
 * `true` if a text begins according to the rules, `false` if it breaks them, `null` if it is only the beginning of such
 * a text.
 */
function keeps(rules: ByteConstraints, text: string): boolean | null {
  let state = rules.start;
  for (const byte of new TextEncoder().encode(text)) {
    if (rules.isFree(state)) return true;
    state = rules.next(state, byte);
    if (state === -1) return false;
  }
  return rules.isFree(state) ? true : null;
}

/** A pattern and the equivalent regular expression, over the letters a, b and é. */
const patterns: fc.Arbitrary<readonly [Pattern, string]> = fc.letrec<{ pattern: readonly [Pattern, string] }>(
  (tie) => ({
    pattern: fc.oneof(
      { maxDepth: 3 },
      fc.constantFrom('a', 'b', 'é', 'ab').map((text) => [literal(text), text] as const),
      fc
        .tuple(tie('pattern'), tie('pattern'))
        .map(([[one, first], [two, second]]) => [sequence(one, two), `(?:${first})(?:${second})`] as const),
      fc
        .tuple(tie('pattern'), tie('pattern'))
        .map(([[one, first], [two, second]]) => [either(one, two), `(?:${first}|${second})`] as const),
      tie('pattern').map(([one, first]) => [optional(one), `(?:${first})?`] as const),
      fc
        .tuple(tie('pattern'), fc.nat(2), fc.nat(2))
        .map(
          ([[one, first], least, more]) =>
            [repeated(one, least, least + more), `(?:${first}){${least},${least + more}}`] as const,
        ),
    ),
  }),
).pattern;

describe('rules over bytes', () => {
  it('accept the texts that the patterns describe', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', 'é'), maxLength: 7 });
    fc.assert(
      fc.property(patterns, text, ([pattern, expression], beginning) => {
        const isWhole = new RegExp(`^(?:${expression})!`).test(`${beginning}!`);
        const answer = keeps(new ByteConstraints(sequence(pattern, literal('!'))), `${beginning}!`);
        expect(answer).toBe(isWhole);
      }),
    );
  });

  it('do not restrict the text that follows', () => {
    const rules = new ByteConstraints(literal('ab'));
    expect(keeps(rules, 'a')).toBeNull();
    expect(keeps(rules, 'ab')).toBe(true);
    expect(keeps(rules, 'ab\0\u2028')).toBe(true);
    expect(keeps(rules, 'b')).toBe(false);
  });

  it('give the same answer for a byte whatever was asked before', () => {
    const pattern = sequence(either(WORD_CHARACTER, literal('ab')), literal('|'));
    const order = fc.shuffledSubarray(Array.from({ length: 256 }, (_, byte) => byte));
    fc.assert(
      fc.property(order, fc.constantFrom('', 'a', '\xc3', '\xe2\x80'), (bytes, beginning) => {
        const asked = new ByteConstraints(pattern);
        const stateOf = (rules: ByteConstraints) =>
          [...beginning].reduce((state, byte) => rules.next(state, byte.charCodeAt(0)), rules.start);
        for (const byte of bytes) {
          const fresh = new ByteConstraints(pattern);
          expect(asked.next(stateOf(asked), byte) === -1).toBe(fresh.next(stateOf(fresh), byte) === -1);
        }
      }),
      { numRuns: 20 },
    );
  });

  it('recognise word characters by their bytes', () => {
    const rules = new ByteConstraints(sequence(WORD_CHARACTER, literal('|')));
    for (const character of ['a', '!', '~', '\\"', 'é', 'ß', 'ж', '“', '–', '…', '€', '日', 'の', '한', '（', '🙂']) {
      expect(keeps(rules, `${character}|`), character).toBe(true);
    }
    const unseen = ['"', '\\', ' ', '\n', '\t', '\x7f', '\x85', '\xa0', '\xad', '\u200b', '\u2028', '\u202e', '\u2066'];
    for (const character of [...unseen, '\u3000', '\ue000', '\ufeff', '\ufffd']) {
      expect(keeps(rules, `${character}|`), JSON.stringify(character)).toBe(false);
    }
  });
});
