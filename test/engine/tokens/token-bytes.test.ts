import { expect, test } from 'vitest';
import { textBytes, textBytesOfSet } from '../../../src/engine/tokens/token-bytes.ts';
import { tokenSet } from '../../../src/engine/tokens/token-set.ts';
import { tokenizerIn } from '../../../src/engine/tokens/tokenizer-kinds.ts';
import { memoryFiles } from '../memory-files.ts';
import { officialTokenizer } from './official.ts';
import { filesOf } from './sentencepiece/small-pieces.ts';

const pieces = await tokenizerIn(memoryFiles(filesOf('older')));
const bytesOf = (text: string) => new TextEncoder().encode(text).length;

test.each(['the tea', ' the', '\nü一', '🚀', ''])('%j has the bytes of its text', (text) => {
  for (const tokenizer of [pieces, officialTokenizer]) {
    const ids = tokenizer.encode(text);
    expect(textBytes(tokenizer, ids)).toBe(bytesOf(text));
    expect(textBytes(tokenizer, [...ids, tokenizer.endMark!])).toBe(bytesOf(text));
  }
});

test('a first token without a space in front has all of its bytes', () => {
  const [the] = pieces.encode('the');
  const [, a] = pieces.encode('<a');
  expect(textBytes(pieces, [a])).toBe(1);
  expect(textBytes(pieces, [a, the])).toBe(5);
});

test('documents together have the bytes of their texts, without marks', () => {
  for (const tokenizer of [pieces, officialTokenizer]) {
    const [tea, milk] = ['the tea', 'ü一'].map((text) => [...tokenizer.encode(text), tokenizer.endMark!]);
    const of = (...chunks: readonly number[][]) =>
      textBytesOfSet(tokenSet(chunks.map((ids) => Int32Array.from(ids))), tokenizer);
    expect(of([...tea, ...milk])).toBe(bytesOf('the teaü一'));
    expect(of(tea, milk.slice(0, -1))).toBe(bytesOf('the teaü一'));
    expect(of()).toBe(0);
  }
});
