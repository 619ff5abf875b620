import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TokenBuffer } from '../../../../src/engine/tokens/token-buffer.ts';
import { TokenRangeFault } from '../../../../src/engine/tokens/tokenizer.ts';
import { tokenizerFromLists, tokenizerIn } from '../../../../src/engine/tokens/tokenizer-kinds.ts';
import { memoryFiles } from '../../memory-files.ts';
import { anyText, cutAt } from '../texts.ts';
import { filesOf, recorded } from './small-pieces.ts';

const tokenizers = new Map(
  await Promise.all(
    Object.keys(recorded.tokenizers).map(
      async (name) => [name, await tokenizerIn(memoryFiles(filesOf(name)))] as const,
    ),
  ),
);
const older = tokenizers.get('older')!;

/** Characters at which words are cut in some way or other, and which some vocabularies lack. */
const telling = ['a', 't', 'he', 's', 'é', '.', '1', '\n', ' ', ' ', '\u2581', '一', '二', '\u{1F600}', 'z', '\ufffd'];
const tellingText = fc.string({ unit: fc.constantFrom(...telling), maxLength: 60 });

describe.each([...tokenizers])('%s', (name, tokenizer) => {
  const { cases } = recorded.tokenizers[name];

  test("gives the tokens of Hugging Face's tokenizers", () => {
    expect(cases.map(([text]) => [text, tokenizer.encode(text)])).toEqual(cases.map(([text, ids]) => [text, ids]));
  });

  test("gives the text of Hugging Face's tokenizers back, also token by token", () => {
    for (const [, ids, text] of cases) {
      // Of bytes that are no character, tokenizers makes U+FFFD each.
      if (text.includes('\ufffd')) continue;
      expect(tokenizer.decode(ids)).toBe(text);
      const stream = tokenizer.textStream();
      expect(ids.map((id) => stream.push(id)).join('') + stream.end()).toBe(text);
    }
  });

  test('is the same next to a checkpoint and for Hugging Face', async () => {
    for (const files of [tokenizer.files(), tokenizer.huggingFaceFiles(64)]) {
      const other = await tokenizerIn(memoryFiles(files));
      expect(other.addsSpace).toBe(tokenizer.addsSpace);
      expect([other.beginMark, other.endMark]).toEqual([tokenizer.beginMark, tokenizer.endMark]);
      expect(cases.map(([text]) => other.encode(text))).toEqual(cases.map(([text]) => tokenizer.encode(text)));
    }
  });

  test('takes a text in pieces, wherever they end', () => {
    const texts = cases.map(([text]) => text);
    fc.assert(
      fc.property(
        fc.oneof(anyText, tellingText, fc.constantFrom(...texts)),
        fc.array(fc.nat({ max: 60 })),
        (text, cuts) => {
          const buffer = new TokenBuffer(tokenizer.vocabularySize);
          const stream = tokenizer.streamEncoder(buffer);
          for (let round = 0; round < 2; round++) {
            for (const piece of cutAt(text, cuts)) stream.push(piece);
            stream.finish();
            expect([...(buffer.length === 0 ? [] : buffer.take())]).toEqual(tokenizer.encode(text));
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  test('never gives a mark', () => {
    const part = fc.oneof(tellingText, fc.constantFrom('<s>', '</s>', '<unk>'));
    fc.assert(
      fc.property(fc.array(part, { maxLength: 4 }), (parts) => {
        const ids = tokenizer.encode(parts.join(''));
        expect(ids.filter((id) => id === 1 || id === 2)).toEqual([]);
      }),
    );
  });
});

test.each(['older', 'no prefix', 'metaspace never', 'tokens across spaces'])('%s gives any text back', (name) => {
  const tokenizer = tokenizers.get(name)!;
  fc.assert(
    fc.property(fc.oneof(anyText, tellingText), (text) => {
      expect(tokenizer.decode(tokenizer.encode(text))).toBe(text.replaceAll('\u2581', ' '));
    }),
  );
});

test('a text that continues keeps the space with which its first token begins', () => {
  const ids = older.encode('the tea');
  const decoded = (continues: boolean) => {
    const stream = older.textStream(continues);
    return ids.map((id) => stream.push(id)).join('') + stream.end();
  };
  expect(decoded(false)).toBe('the tea');
  expect(decoded(true)).toBe(' the tea');
});

test('a text stream begins another text after its end', () => {
  const stream = older.textStream();
  const [the] = older.encode('the');
  expect(stream.push(the) + stream.push(the) + stream.end() + stream.push(the)).toBe('the thethe');
});

test('a space that nothing put in front stays', () => {
  const tokenizer = tokenizers.get('no prefix')!;
  expect([tokenizer.addsSpace, older.addsSpace]).toEqual([false, true]);
  expect(tokenizer.decode(tokenizer.encode(' the'))).toBe(' the');
});

test('a character is held back until all of its bytes are there', () => {
  const stream = older.textStream();
  const pushed = older.encode('ü🚀').map((id) => stream.push(id));
  expect(pushed).toEqual(['', '', 'ü', '', '', '', '🚀']);
});

test('the bytes of a token have a space for its sign, and one byte for a byte', () => {
  const bytesOf = (token: string) => [
    ...older.bytesOf(recorded.tokenizers.older.tokenizer.model.vocab[token] as number),
  ];
  expect(bytesOf('\u2581the')).toEqual([0x20, 0x74, 0x68, 0x65]);
  expect(bytesOf('<0x0A>')).toEqual([10]);
  expect(bytesOf('<s>')).toEqual([0x3c, 0x73, 0x3e]);
  expect(() => older.bytesOf(older.vocabularySize)).toThrow(TokenRangeFault);
});

test('marks are known, and never drawn unless they end a text', async () => {
  expect([older.beginMark, older.endMark, [...older.stopTokens], older.unusedTokens]).toEqual([1, 2, [2], [0, 1]]);
  const config = { 'tokenizer_config.json': JSON.stringify({ eos_token: '<s>' }) };
  const other = await tokenizerIn(memoryFiles({ ...filesOf('no prefix'), ...config }));
  expect([other.beginMark, other.endMark, [...other.stopTokens]]).toEqual([1, 1, [1]]);
});

test('half a surrogate pair is a U+FFFD', () => {
  expect(older.encode('a\ud83dt')).toEqual(older.encode('a\ufffdt'));
  const names = { source: 'lists', tokens: 'tokens', merges: 'merges' };
  const lists = older.lists();
  const tokens = lists.tokens.map((token) => (token?.text === '\ufffd' ? { ...token, text: 'q' } : token));
  const without = tokenizerFromLists({ ...lists, tokens }, names, tokens.length);
  expect(without.encode('a\ud83dt')).toEqual(without.encode('a\ufffdt'));
});

test('words and texts of any length are encoded in about linear time', () => {
  const pairs = (length: number) => 'at'.repeat(length / 2);
  const milliseconds = (text: string) => {
    const start = performance.now();
    older.encode(text);
    return performance.now() - start;
  };
  milliseconds(pairs(20_000));
  // A quadratic search would take minutes.
  expect(milliseconds(pairs(400_000))).toBeLessThan(20_000);
});
