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
const special = { special: true, normalized: false };
const added = [
  token(233, 'é'),
  token(260, '[PAD]', special),
  token(261, '[終]', special),
  token(262, 'new word'),
  token(263, '<l>', { ...special, lstrip: true }),
  token(264, '<r>', { ...special, rstrip: true }),
  token(265, 'cat', { single_word: true }),
  token(266, '[PAD][PAD]', special),
  token(267, 'word', special),
];
const tokenizer = new BpeTokenizer({ ...small, added });

/** Recorded of Hugging Face's tokenizers 0.23.3 with the same vocabulary and the same added tokens. */
const recorded: readonly [text: string, ids: readonly number[]][] = [
  ['the [PAD] a', [257, 32, 260, 258]],
  ['[PAD][PAD][PAD]', [266, 260]],
  ['a  [終]\n[終] the', [97, 32, 32, 261, 10, 261, 32, 257]],
  ['new word newword new  word', [110, 101, 119, 32, 267, 32, 110, 101, 119, 267, 32, 110, 101, 119, 32, 32, 267]],
  ['x  <l>  y <l>', [120, 263, 32, 32, 121, 263]],
  ['x  <r>  y<r>', [120, 32, 32, 264, 121, 264]],
  ['<r><l> <l>', [264, 263, 263]],
  [
    'cat concat cat. cat_ catécat',
    [265, 32, 99, 111, 110, 99, 97, 116, 32, 265, 46, 32, 99, 97, 116, 95, 32, 99, 97, 116, 233, 99, 97, 116],
  ],
  ['é e\u0301', [233, 32, 101, 204, 129]],
  ['the new word', [257, 32, 110, 101, 119, 32, 267]],
  ['[PAD', [91, 80, 65, 68]],
  ['[PA[PAD]D]', [91, 80, 65, 260, 68, 93]],
  ['', []],
  ['[PAD]', [260]],
  ['a\u00a0<l>\u2003the', [97, 263, 226, 128, 131, 257]],
  ['cat', [265]],
  ['cats cat cat', [99, 97, 116, 115, 32, 265, 32, 265]],
  ['<r>  <l>', [264, 263]],
  ['new word word new', [110, 101, 119, 32, 267, 32, 267, 32, 110, 101, 119]],
  ['[PAD] [PAD]the', [260, 32, 260, 257]],
];

describe('added tokens are cut out of a text as Hugging Face cuts them out', () => {
  test.each(recorded)('%j', (text, ids) => {
    expect(tokenizer.encode(text)).toEqual(ids);
  });

  test.each(recorded)('also in pieces: %j', (text, ids) => {
    const buffer = new TokenBuffer(tokenizer.vocabularySize);
    const stream = tokenizer.streamEncoder(buffer);
    for (const unit of text) stream.push(unit);
    stream.finish();
    expect([...(buffer.length === 0 ? [] : buffer.take())]).toEqual(ids);
  });
});

test('an added token is written as it stands', () => {
  expect(tokenizer.decode([257, 261, 262])).toBe('the[終]new word');
  expect(new TextDecoder().decode(tokenizer.bytesOf(261))).toBe('[終]');
});

test('the end mark stays text like any other', () => {
  const withEnd = new BpeTokenizer({ ...small, added: [token(259, '<|endoftext|>', special), ...added] });
  expect(withEnd.endMark).toBe(259);
  expect(withEnd.encode('a<|endoftext|>')).not.toContain(259);
});

test('ids without a token are known', () => {
  const gaps = new BpeTokenizer({ ...small, added: [token(260, 'x1'), token(264, 'x2')] });
  expect(gaps.vocabularySize).toBe(265);
  expect(gaps.unusedTokens).toEqual([261, 262, 263]);
  expect(tokenizer.unusedTokens).toEqual([]);
});

test('tokens that stand before those of the vocabulary are taken too', () => {
  const vocab = Object.fromEntries(
    Object.entries(JSON.parse(small.encoder)).map(([text, id]) => [text, Number(id) + 2]),
  );
  const shifted = new BpeTokenizer({
    encoder: JSON.stringify(vocab),
    merges: small.merges,
    added: [token(0, '<s>', special), token(1, '<pad>', special)],
  });
  expect(shifted.encode('<s>the<pad>')).toEqual([0, 259, 1]);
});

test('a tokenizer.json keeps them', () => {
  const files = parseTokenizerJson(formatTokenizerJson({ ...small, added }), 'tokenizer.json');
  expect(files.added?.filter(({ content }) => content !== '<|endoftext|>')).toEqual(added);
  const again = new BpeTokenizer(files);
  for (const [text, ids] of recorded) expect(again.encode(text)).toEqual(ids);
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
    added: [token(260, 'a'.repeat(512), special), token(261, ' '.repeat(100)), token(262, '<l>', { lstrip: true })],
  });
  const started = performance.now();
  for (const unit of ['a', ' ', '<l', ' <l>', `${'a'.repeat(511)}b`]) {
    nasty.encode(unit.repeat(Math.ceil(1e5 / unit.length)));
  }
  expect(performance.now() - started).toBeLessThan(5000);
});
