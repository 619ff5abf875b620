import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { addedToken } from '../../../../src/engine/tokens/bpe/added-tokens.ts';
import { BpeTokenizer } from '../../../../src/engine/tokens/bpe/bpe-tokenizer.ts';
import { formatTokenizerJson, parseTokenizerJson } from '../../../../src/engine/tokens/bpe/tokenizer-json.ts';
import { TokenBuffer } from '../../../../src/engine/tokens/token-buffer.ts';
import { VocabularyFault } from '../../../../src/engine/tokens/tokenizer.ts';
import { smallVocabulary } from './small-vocabulary.ts';

const small = smallVocabulary([
  ['t', 'h'],
  ['th', 'e'],
  ['Ġ', 'a'],
]);
const token = (id: number, content: string, flags: object = {}) => addedToken(content, id, { ...flags }, 'test');

/** Written by recorded/make_added_tokens.py. */
const recorded: { tokenizer: object; cases: [text: string, ids: number[]][] } = JSON.parse(
  readFileSync(new URL('recorded/added-tokens.json', import.meta.url), 'utf8'),
);
const files = parseTokenizerJson(JSON.stringify(recorded.tokenizer), 'tokenizer.json');
const tokenizer = new BpeTokenizer(files);

describe('added tokens are cut out of a text as Hugging Face cuts them out', () => {
  test.each(recorded.cases)('%j', (text, ids) => {
    expect(tokenizer.encode(text)).toEqual(ids);
  });

  test.each(recorded.cases)('also in pieces: %j', (text, ids) => {
    const buffer = new TokenBuffer(tokenizer.vocabularySize);
    const stream = tokenizer.streamEncoder(buffer);
    for (const unit of text) stream.push(unit);
    stream.finish();
    expect([...(buffer.length === 0 ? [] : buffer.take())]).toEqual(ids);
  });
});

test('an added token is written as it stands', () => {
  expect(tokenizer.decode([257, 260, 262])).toBe('the[終]new word');
  expect(new TextDecoder().decode(tokenizer.bytesOf(260))).toBe('[終]');
});

test('the end mark stays text like any other', () => {
  const withEnd = new BpeTokenizer({ ...small, added: [token(259, '<|endoftext|>'), token(260, '[x]')] });
  expect(withEnd.endMark).toBe(259);
  expect(withEnd.encode('a<|endoftext|>[x]')).not.toContain(259);
  expect(withEnd.encode('a<|endoftext|>[x]')).toContain(260);
});

test('ids without a token are known', () => {
  const gaps = new BpeTokenizer({ ...small, added: [token(260, 'x1'), token(264, 'x2')] });
  expect(gaps.vocabularySize).toBe(265);
  expect(gaps.unusedTokens).toEqual([261, 262, 263]);
});

test('marks that do not end a text are never drawn', () => {
  expect(tokenizer.unusedTokens).toEqual([259, 260, 261]);
  const marks = { begin: null, ends: ['[PAD]'] };
  const other = new BpeTokenizer({ ...files, marks });
  expect([other.endMark, [...other.stopTokens], other.unusedTokens]).toEqual([259, [259], [260, 261]]);
});

test('tokens that stand before those of the vocabulary are taken too', () => {
  const vocab = Object.fromEntries(
    Object.entries(JSON.parse(small.encoder)).map(([text, id]) => [text, Number(id) + 2]),
  );
  const shifted = new BpeTokenizer({
    encoder: JSON.stringify(vocab),
    merges: small.merges,
    added: [token(0, '<s>'), token(1, '<pad>')],
  });
  expect(shifted.encode('<s>the<pad>')).toEqual([0, 259, 1]);
});

test('a tokenizer.json keeps them', () => {
  const read = parseTokenizerJson(formatTokenizerJson(files), 'tokenizer.json');
  expect(read.added).toEqual(files.added);
  const again = new BpeTokenizer(read);
  for (const [text, ids] of recorded.cases) expect(again.encode(text)).toEqual(ids);
});

test.each<[string, () => unknown, RegExp]>([
  ['no text', () => token(260, ''), /adds the token ""/],
  ['an endless text', () => token(260, 'x'.repeat(513)), /expected text of 1 to 512 characters/],
  ['no number', () => addedToken('x', '260', {}, 'f.json'), /f\.json gives the added token "x" the id "260"/],
  ['a negative number', () => token(-1, 'x'), /the id -1/],
  [
    'a number of another token',
    () => new BpeTokenizer({ ...small, added: [token(257, '[PAD]')] }),
    /The id 257 is that of the added token "\[PAD\]", and of "the"/,
  ],
  [
    'another number than in the vocabulary',
    () => new BpeTokenizer({ ...small, added: [token(260, 'the')] }),
    /"the" is an added token with the id 260, and has the id 257/,
  ],
  [
    'a number out of all bounds',
    () => new BpeTokenizer({ ...small, added: [token(2 ** 40, 'xx')] }),
    /far beyond the 260/,
  ],
])('a token with %s is refused', (_, make, message) => {
  expect(make).toThrow(VocabularyFault);
  expect(make).toThrow(message);
});

test('a million characters take a moment, whatever they consist of', () => {
  const nasty = new BpeTokenizer({
    ...small,
    added: [token(260, 'a'.repeat(512)), token(261, ' '.repeat(100)), token(262, '<l>', { lstrip: true })],
  });
  const started = performance.now();
  for (const unit of ['a', ' ', '<l', ' <l>', `${'a'.repeat(511)}b`]) {
    nasty.encode(unit.repeat(Math.ceil(1e5 / unit.length)));
  }
  expect(performance.now() - started).toBeLessThan(5000);
});
