import { describe, expect, test } from 'vitest';
import { BpeTokenizer } from '../../../../src/engine/tokens/bpe/bpe-tokenizer.ts';
import { formatTokenizerJson, parseTokenizerJson } from '../../../../src/engine/tokens/bpe/tokenizer-json.ts';

import { VocabularyFault } from '../../../../src/engine/tokens/tokenizer.ts';
import { smallVocabulary } from './small-vocabulary.ts';

const vocabulary = smallVocabulary([
  ['a', 'b'],
  ['#', 'v'],
  ['Ġ', 'ab'],
]);
const text = 'ab abb #v é<|endoftext|>';
const expected = new BpeTokenizer(vocabulary).encode(text);
const content = () => JSON.parse(formatTokenizerJson(vocabulary));

test('what is written is read again', () => {
  const tokenizer = new BpeTokenizer(parseTokenizerJson(JSON.stringify(content()), 'tokenizer.json'));
  expect(tokenizer.encode(text)).toEqual(expected);
  expect(tokenizer.endMark).toBe(259);
});

test('merges may be pairs, and a token may be an added one alone', () => {
  const other = content();
  other.model.merges = other.model.merges.map((merge: string) => merge.split(' '));
  delete other.model.vocab['<|endoftext|>'];
  const tokenizer = new BpeTokenizer(parseTokenizerJson(JSON.stringify(other), 'tokenizer.json'));
  expect(tokenizer.encode(text)).toEqual(expected);
  expect(tokenizer.endMark).toBe(259);
});

describe('a tokenizer is refused', () => {
  const changed = (change: (json: ReturnType<typeof content>) => void) => {
    const json = content();
    change(json);
    return JSON.stringify(json);
  };
  /** With lists that can be read, and not written. */
  const deepAt = (change: (json: ReturnType<typeof content>) => void) =>
    changed(change).replace('"DEEP"', '['.repeat(2e5) + ']'.repeat(2e5));
  test.each<[string, string, RegExp]>([
    ['that is not JSON', '<html>', /tokenizer\.json is not JSON/],
    ['that is a list', '[]', /cuts text by undefined/],
    ['of words', changed((json) => (json.model.type = 'WordPiece')), /model of type "WordPiece"/],
    ['with marks at words', changed((json) => (json.model.end_of_word_suffix = '</w>')), /marks where words/],
    ['that changes the text', changed((json) => (json.normalizer = { type: 'NFC' })), /changes the text/],
    [
      'that cuts otherwise',
      changed((json) => (json.pre_tokenizer = { type: 'Metaspace' })),
      /cuts text by "Metaspace"/,
    ],
    ['without tokens', changed((json) => (json.model.vocab = [])), /has no vocab/],
    ['without merges', changed((json) => (json.model.merges = 5)), /has no merges/],
    ['with a merge that is none', changed((json) => (json.model.merges = [5])), /has the merge 5/],
    ['with a merge of lists', changed((json) => (json.model.merges = [[['a'], 'b']])), /has the merge \[\["a"\],"b"\]/],
    [
      'with a merge too deep',
      deepAt((json) => (json.model.merges = [['DEEP', 'b']])),
      /has the merge something nested/,
    ],
    ['with an id too deep', deepAt((json) => (json.model.vocab.a = 'DEEP')), /gives token "a" the id something nested/],
    [
      'with an added id that is none',
      changed((json) => (json.added_tokens = [{ content: 'xyz' }])),
      /"xyz" the id undefined/,
    ],
  ])('%s', (_, json, message) => {
    expect(() => parseTokenizerJson(json, 'tokenizer.json')).toThrow(VocabularyFault);
    expect(() => parseTokenizerJson(json, 'tokenizer.json')).toThrow(message);
  });
});
