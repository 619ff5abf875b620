import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TokenBuffer } from '../../../../src/engine/tokens/token-buffer.ts';
import type { Tokenizer } from '../../../../src/engine/tokens/tokenizer.ts';
import { tokenizerFromLists, tokenizerIn } from '../../../../src/engine/tokens/tokenizer-kinds.ts';
import { memoryFiles } from '../../memory-files.ts';
import { anyText, cutAt } from '../texts.ts';

interface Recorded {
  readonly tokenizer: {
    readonly added_tokens: readonly { id: number; content: string }[];
    readonly model: { readonly vocab: object; readonly merges: readonly string[][] };
  };
  readonly cases: readonly [text: string, ids: number[]][];
}

/** Written by recorded/make_small_tokenizers.py. */
const recorded: Record<string, Recorded> = JSON.parse(
  readFileSync(new URL('recorded/small-tokenizers.json', import.meta.url), 'utf8'),
);
const filesOf = (name: string) => ({ 'tokenizer.json': JSON.stringify(recorded[name].tokenizer) });
const tokenizers = new Map(
  await Promise.all(
    Object.keys(recorded).map(async (name) => [name, await tokenizerIn(memoryFiles(filesOf(name)))] as const),
  ),
);

describe.each([...tokenizers])('%s', (name, tokenizer) => {
  const { cases } = recorded[name];
  const texts = cases.map(([text]) => text);

  test("gives the tokens of Hugging Face's tokenizers", () => {
    expect(texts.map((text) => [text, tokenizer.encode(text)])).toEqual(cases);
  });

  test('is the same next to a checkpoint, for Hugging Face, and as lists', async () => {
    const names = { source: 'lists', tokens: 'tokens', merges: 'merges' };
    // Lists do not say whether an added token is looked for in normalized text.
    const listed = cases.filter(([text]) => text === text.normalize('NFC'));
    for (const [other, compared] of [
      [await tokenizerIn(memoryFiles(tokenizer.files())), cases],
      [await tokenizerIn(memoryFiles(tokenizer.huggingFaceFiles(64))), cases],
      [tokenizerFromLists(tokenizer.lists(), names, tokenizer.vocabularySize), listed],
    ] as const) {
      expect([other.beginMark, other.endMark]).toEqual([tokenizer.beginMark, tokenizer.endMark]);
      expect(other.stopTokens).toEqual(tokenizer.stopTokens);
      expect(other.unusedTokens).toEqual(tokenizer.unusedTokens);
      expect(compared.map(([text]) => [text, other.encode(text)])).toEqual(compared);
    }
  });

  test('takes a text in pieces, wherever they end', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, fc.constantFrom(...texts)), fc.array(fc.nat({ max: 200 })), (text, cuts) => {
        const buffer = new TokenBuffer(tokenizer.vocabularySize);
        const stream = tokenizer.streamEncoder(buffer);
        for (const piece of cutAt(text, cuts)) stream.push(piece);
        stream.finish();
        expect([...(buffer.length === 0 ? [] : buffer.take())]).toEqual(tokenizer.encode(text));
      }),
      { numRuns: 500 },
    );
  });

  test('never gives a mark', () => {
    const marks = recorded[name].tokenizer.added_tokens.filter(({ content }) => content.startsWith('<|'));
    const part = fc.oneof(anyText, fc.constantFrom(...marks.map(({ content }) => content)));
    fc.assert(
      fc.property(fc.array(part, { maxLength: 4 }), (parts) => {
        const ids = tokenizer.encode(parts.join(''));
        expect(marks.filter(({ id }) => ids.includes(id))).toEqual([]);
      }),
    );
  });
});

test.each(['gpt-2', 'llama-bpe', 'dbrx'])('%s gives any text back', (name) => {
  const tokenizer = tokenizers.get(name)!;
  fc.assert(fc.property(anyText, (text) => void expect(tokenizer.decode(tokenizer.encode(text))).toBe(text)));
});

test('qwen2 gives any text back in normalization form C', () => {
  const tokenizer = tokenizers.get('qwen2')!;
  const letters = fc.string({ unit: fc.constantFrom('e', '\u0301', '\u0323', '\u1100', '\u1161', '\u212b', ' ') });
  fc.assert(
    fc.property(letters, (text) => void expect(tokenizer.decode(tokenizer.encode(text))).toBe(text.normalize('NFC'))),
  );
});

test('a byte without a token is left out', () => {
  const tokenizer = tokenizers.get('smollm')!;
  expect(tokenizer.decode(tokenizer.encode('t\x04he'))).toBe('the');
  expect(tokenizer.encode('<\x04|')).toEqual(tokenizer.encode('<|'));
  expect(tokenizer.encode('\x04')).toEqual([]);
});

test('marks are known by the files that name them', () => {
  const marksOf = ({ beginMark, endMark, stopTokens, unusedTokens }: Tokenizer) => [
    beginMark,
    endMark,
    [...stopTokens],
    unusedTokens,
  ];
  expect(marksOf(tokenizers.get('gpt-2')!)).toEqual([0, 0, [0], []]);
  expect(marksOf(tokenizers.get('smollm')!)).toEqual([0, 0, [0], [1, 2]]);
  expect(marksOf(tokenizers.get('llama-bpe')!)).toEqual([0, 1, [1], [0, 2]]);
});

describe('the marks of tokenizer_config.json', () => {
  const withConfig = (config: object) =>
    tokenizerIn(memoryFiles({ ...filesOf('qwen2'), 'tokenizer_config.json': JSON.stringify(config) }));

  test('the end of a turn stops, and does not end a text', async () => {
    const chat = await withConfig({ eos_token: '<|im_end|>' });
    expect([chat.endMark, [...chat.stopTokens], chat.unusedTokens]).toEqual([0, [0, 2], [1]]);
    const again = await tokenizerIn(memoryFiles(chat.files()));
    expect([again.endMark, [...again.stopTokens]]).toEqual([0, [0, 2]]);
    expect(chat.lists()).toMatchObject({ endMark: 0, stopTokens: [0, 2], addsBeginMark: false, beginMark: 0 });
  });

  test('all tokens that stop are kept next to a checkpoint', async () => {
    const lists = { ...tokenizers.get('llama-bpe')!.lists(), endMark: 2, stopTokens: [1] };
    const names = { source: 'lists', tokens: 'tokens', merges: 'merges' };
    const tokenizer = tokenizerFromLists(lists, names, 400);
    expect([tokenizer.endMark, [...tokenizer.stopTokens]]).toEqual([1, [1, 2]]);
    const again = await tokenizerIn(memoryFiles(tokenizer.files()));
    expect([again.endMark, [...again.stopTokens]]).toEqual([1, [1, 2]]);
  });

  test('another end mark is taken as it is, also with flags', async () => {
    const other = await withConfig({ eos_token: { content: '<|im_start|>' } });
    expect([other.beginMark, other.endMark, [...other.stopTokens]]).toEqual([1, 1, [1]]);
  });

  test('a begin mark is put in front if the file says so', async () => {
    const config = { bos_token: '<|im_start|>', eos_token: '<|endoftext|>' };
    expect((await withConfig({ ...config, add_bos_token: true })).beginMark).toBe(1);
    expect((await withConfig({ ...config, add_bos_token: false })).beginMark).toBe(0);
  });
});

test("a checkpoint keeps tokenizer.json as it came, unless GPT-2's two files say it all", () => {
  expect(tokenizers.get('llama-bpe')!.files()['tokenizer.json']).toBe(filesOf('llama-bpe')['tokenizer.json']);
  expect(Object.keys(tokenizers.get('gpt-2')!.files())).toEqual(['encoder.json', 'vocab.bpe', 'tokenizer_config.json']);
});

test('tokenizer.json decides how text is split, also next to vocab.json and merges.txt', async () => {
  const { vocab, merges } = recorded.smollm.tokenizer.model;
  const pair = {
    'vocab.json': JSON.stringify(vocab),
    'merges.txt': `#version: 0.2\n${merges.map((merge) => `${merge.join(' ')}\n`).join('')}`,
  };
  const both = await tokenizerIn(memoryFiles({ ...pair, ...filesOf('smollm') }));
  expect(both.encode('12')).toHaveLength(2);
  const config = { tokenizer_class: 'Qwen2Tokenizer', added_tokens_decoder: {} };
  const added = Object.fromEntries(recorded.smollm.tokenizer.added_tokens.map(({ id, content }) => [content, id]));
  const alone = { ...pair, 'added_tokens.json': JSON.stringify(added) };
  expect((await tokenizerIn(memoryFiles(alone))).encode('12')).toHaveLength(1);
  const qwen = await tokenizerIn(memoryFiles({ ...alone, 'tokenizer_config.json': JSON.stringify(config) }));
  expect(qwen.lists().words).toBe('qwen2');
});
