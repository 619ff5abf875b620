import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BpeTokenizer } from '../../../../src/engine/tokens/bpe/bpe-tokenizer.ts';
import { TokenRangeFault } from '../../../../src/engine/tokens/tokenizer.ts';
import { officialTokenizer as official } from '../official.ts';
import { anyText } from '../texts.ts';
import { smallVocabulary } from './small-vocabulary.ts';

describe("OpenAI's own encoder", () => {
  /** What it makes of texts, recorded: test/fixtures/README.md. */
  const path = new URL('../../../fixtures/gpt2-tokens.json', import.meta.url);
  const cases: [text: string, ids: number[]][] = JSON.parse(readFileSync(path, 'utf8'));

  it('gives the same tokens and the same text back, in all 100 cases', () => {
    expect(cases).toHaveLength(100);
    expect(cases.map(([text]) => official.encode(text))).toEqual(cases.map(([, ids]) => ids));
    expect(cases.map(([, ids]) => official.decode(ids))).toEqual(cases.map(([text]) => text));
  });
});

describe('encode', () => {
  it('joins what GPT-2 joins', () => {
    expect(official.vocabularySize).toBe(50257);
    expect(official.encode('Hello world')).toEqual([15496, 995]);
  });

  it('never gives the end mark for text that looks like it', () => {
    expect(official.endMark).toBe(50256);
    expect(official.encode('<|endoftext|>')).toEqual([27, 91, 437, 1659, 5239, 91, 29]);
  });

  it("cuts words at Python's white space: U+0085 is, U+FEFF is not", () => {
    const { encode } = wordsOf();
    expect(encode('a\u0085\u0085b')).toEqual(['a', '\u0085', '\u0085', 'b']);
    expect(encode('a \uFEFFb')).toEqual(['a', ' \uFEFF', 'b']);
  });

  it('cuts contractions in lower case only', () => {
    expect(wordsOf().encode("it's IT'S")).toEqual(['it', "'s", ' IT', "'", 'S']);
  });

  it('takes half a surrogate pair as U+FFFD', () => {
    expect(official.encode('a\uD800')).toEqual(official.encode('a\uFFFD'));
  });

  it.each([
    ['one letter', 'a'],
    ['spaces', ' '],
    ['emoji', '\u{1F600}'],
  ])('takes a megabyte of %s as a word like any other', (_, letter) => {
    const text = letter.repeat(2 ** 20 / letter.length);
    expect(official.decode(official.encode(text))).toBe(text);
  });

  it('merges as the definition says, whatever the vocabulary', () => {
    const part = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 1, maxLength: 3 });
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 60 });
    fc.assert(
      fc.property(fc.array(fc.tuple(part, part), { maxLength: 20 }), letters, (drawn, text) => {
        const merges = withPartsMade(drawn);
        const tokenizer = new BpeTokenizer(smallVocabulary(merges));
        expect(tokenizer.encode(text).map((id) => tokenizer.decode([id]))).toEqual(mergeByDefinition(text, merges));
      }),
    );
  });
});

describe('decode', () => {
  it('undoes encode, for any text', () => {
    fc.assert(fc.property(anyText, (text) => official.decode(official.encode(text)) === text));
  });

  it('replaces each ill-formed run of bytes as Python does', () => {
    const bytes = new BpeTokenizer(smallVocabulary());
    const byteIds = (...values: number[]) => values.map((value) => idOfByte(bytes, value));
    expect(bytes.decode(byteIds(0xe2, 0x82, 0x41))).toBe('\uFFFDA');
    expect(bytes.decode(byteIds(0xf0, 0x80, 0x80))).toBe('\uFFFD\uFFFD\uFFFD');
    expect(bytes.decode(byteIds(0xed, 0xa0, 0x80))).toBe('\uFFFD\uFFFD\uFFFD');
    expect(bytes.decode(byteIds(0xf1, 0x80, 0xc3, 0xa9))).toBe('\uFFFDé');
  });

  it('shows the end mark', () => {
    expect(official.decode([15496, 50256])).toBe('Hello<|endoftext|>');
  });

  it.each([-1, 50257, 0.5, Number.NaN])('refuses the id %d', (id) => {
    expect(() => official.decode([id])).toThrow(TokenRangeFault);
  });
});

describe('TextStream', () => {
  it('holds back the bytes of a character until the last one arrives', () => {
    const stream = official.textStream();
    const pieces = official.encode('日本').map((id) => stream.push(id));
    expect(pieces.join('')).toBe('日本');
    expect(pieces.every((piece) => !piece.includes('\uFFFD'))).toBe(true);
    expect(stream.push(official.encode('日')[0])).toBe('');
    expect(stream.end()).toBe('\uFFFD');
  });

  it('gives in pieces what decode gives at once', () => {
    const anyTokens = fc.array(fc.nat({ max: 50256 }), { maxLength: 60 });
    fc.assert(
      fc.property(anyTokens, (ids) => {
        const stream = official.textStream();
        const text = ids.map((id) => stream.push(id)).join('') + stream.end();
        expect(text).toBe(official.decode(ids));
      }),
    );
  });
});

/** A tokenizer whose every token is one byte shows where the words are through what `encodeInto` hands over. */
function wordsOf(): { encode(text: string): string[] } {
  const tokenizer = new BpeTokenizer(smallVocabulary());
  return {
    encode(text) {
      const words: string[] = [];
      tokenizer.encodeInto(text, { push: (ids) => void words.push(tokenizer.decode(ids)) });
      return words;
    },
  };
}

function idOfByte(tokenizer: BpeTokenizer, byte: number): number {
  for (let id = 0; id < 256; id++) if (tokenizer.bytesOf(id)[0] === byte) return id;
  throw new Error(`no token for byte ${byte}`);
}

/** Adds the merges that the parts of some merges need, before or after them, and leaves out what comes twice. */
function withPartsMade(drawn: readonly (readonly [string, string])[]): [string, string][] {
  const merges = new Map<string, [string, string]>();
  for (const pair of drawn) {
    for (const part of pair) {
      for (let end = 2; end <= part.length; end++) add(part.slice(0, end - 1), part[end - 1]);
    }
    add(...pair);
  }
  // Reversed, so that a merge may outrank those that make its parts.
  return [...merges.values()].reverse();

  function add(left: string, right: string): void {
    merges.set(`${left} ${right}`, [left, right]);
  }
}

/** Byte-pair encoding in its simplest words: the best pair, of several the leftmost, again and again. */
function mergeByDefinition(word: string, merges: readonly (readonly [string, string])[]): string[] {
  const ranks = new Map(merges.map((pair, rank) => [pair.join(' '), rank]));
  let symbols = [...word];
  for (;;) {
    const pairs = symbols.slice(1).map((right, i) => `${symbols[i]} ${right}`);
    const best = Math.min(...pairs.map((pair) => ranks.get(pair) ?? Number.POSITIVE_INFINITY));
    if (best === Number.POSITIVE_INFINITY) return symbols;
    const at = pairs.findIndex((pair) => ranks.get(pair) === best);
    symbols = [...symbols.slice(0, at), symbols[at] + symbols[at + 1], ...symbols.slice(at + 2)];
  }
}
