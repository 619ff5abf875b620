import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FORBIDDEN, type TextConstraints } from '../../../src/engine/generation/text-constraints.ts';
import { TokenConstraints } from '../../../src/engine/generation/token-constraints.ts';
import { tinyTokenizer } from './tiny-model.ts';

/** Texts that begin with one of these, and go on as they like. States are nodes of a trie. */
function beginningWith(...beginnings: readonly string[]): TextConstraints {
  const prefixes = [''];
  const whole = new Set(beginnings);
  for (const text of beginnings) {
    for (let end = 1; end <= text.length; end++) {
      if (!prefixes.includes(text.slice(0, end))) prefixes.push(text.slice(0, end));
    }
  }
  return {
    start: 0,
    next(state, byte) {
      const at = prefixes.indexOf(prefixes[state] + String.fromCharCode(byte));
      return at === -1 ? FORBIDDEN : at;
    },
    isFree: (state) => whole.has(prefixes[state]),
  };
}

/** The tokens that may follow, one by one: as the rules say of each byte. */
function expectedAfter(rules: TextConstraints, state: number): number[] {
  return Array.from({ length: tinyTokenizer.vocabularySize }, (_, id) => id).filter((id) => {
    if (id === tinyTokenizer.endMark) return false;
    let at = state;
    for (const byte of tinyTokenizer.bytesOf(id)) {
      if (rules.isFree(at)) return true;
      at = rules.next(at, byte);
      if (at === FORBIDDEN) return false;
    }
    return true;
  });
}

function allowedIn(rules: TokenConstraints, state: number): number[] {
  const { listed, isListOfAllowed } = rules.allowedAfter(state);
  const isListed = new Set(listed);
  const all = Array.from({ length: tinyTokenizer.vocabularySize }, (_, id) => id);
  return all.filter((id) => isListed.has(id) === isListOfAllowed);
}

describe('rules over tokens', () => {
  it('allow the tokens whose bytes are allowed one after the other', () => {
    const word = fc.string({ unit: fc.constantFrom('t', 'h', 'e', 'x'), minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 4 }), (words) => {
        const bytes = beginningWith(...words);
        const rules = new TokenConstraints(bytes, tinyTokenizer, tinyTokenizer.vocabularySize);
        for (let end = 0; end < words[0].length; end++) {
          const state = rules.stateAfter(words[0].slice(0, end));
          expect(rules.isFree(state)).toBe(bytes.isFree(state));
          if (bytes.isFree(state)) continue;
          const expected = expectedAfter(bytes, state);
          expect(allowedIn(rules, state)).toEqual(expected);
          const all = Array.from({ length: tinyTokenizer.vocabularySize }, (_, id) => id);
          expect(all.filter((id) => rules.next(state, id) !== FORBIDDEN)).toEqual(expected);
        }
      }),
    );
  });

  it('let a token reach past their end', () => {
    const rules = new TokenConstraints(beginningWith('t'), tinyTokenizer, tinyTokenizer.vocabularySize);
    const the = tinyTokenizer.encode('the');
    expect(the).toHaveLength(1);
    expect(allowedIn(rules, rules.stateAfter(''))).toContain(the[0]);
    expect(rules.isFree(rules.next(rules.stateAfter(''), the[0]))).toBe(true);
  });

  it('know which texts are forbidden, and never allow the end mark or a token without text', () => {
    const rules = new TokenConstraints(
      beginningWith('<|endoftext|>x'),
      tinyTokenizer,
      tinyTokenizer.vocabularySize + 3,
    );
    expect(rules.stateAfter('y')).toBe(FORBIDDEN);
    expect(rules.stateAfter('<y')).toBe(FORBIDDEN);
    const { vocabularySize: n_vocab, endMark: endOfText } = tinyTokenizer;
    for (const token of [endOfText!, n_vocab, n_vocab + 2])
      expect(rules.next(rules.stateAfter(''), token)).toBe(FORBIDDEN);
    expect(rules.allowedAfter(rules.stateAfter(''))).toEqual({
      listed: Int32Array.from(tinyTokenizer.encode('<')),
      isListOfAllowed: true,
    });
  });

  it('list what is forbidden when that is less', () => {
    const free = beginningWith('ab');
    const all: TextConstraints = {
      ...free,
      next: (state, byte) => (byte === 0x78 ? FORBIDDEN : state),
      isFree: () => false,
    };
    const rules = new TokenConstraints(all, tinyTokenizer, tinyTokenizer.vocabularySize + 2);
    const { vocabularySize: n_vocab, endMark: endOfText } = tinyTokenizer;
    const listed = [...tinyTokenizer.encode('x'), endOfText!, n_vocab, n_vocab + 1].sort((a, b) => a - b);
    expect(rules.allowedAfter(0)).toEqual({ listed: Int32Array.from(listed), isListOfAllowed: false });
    expect(rules.isNarrow(0)).toBe(false);
    expect(new TokenConstraints(free, tinyTokenizer, tinyTokenizer.vocabularySize).isNarrow(0)).toBe(true);
  });
});
