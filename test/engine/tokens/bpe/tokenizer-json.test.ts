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

/** Puts these marks in front of text. */
const template = (...marks: string[]) => ({
  type: 'TemplateProcessing',
  single: [...marks.map((id) => ({ SpecialToken: { id, type_id: 0 } })), { Sequence: { id: 'A', type_id: 0 } }],
  special_tokens: Object.fromEntries(marks.map((id) => [id, { id, ids: [0], tokens: [id] }])),
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
    ['that is a list', '[]', /splits text by nothing/],
    ['of words', changed((json) => (json.model.type = 'WordPiece')), /model of type "WordPiece"/],
    ['with marks at words', changed((json) => (json.model.end_of_word_suffix = '</w>')), /marks where words/],
    [
      'that leaves out merges by chance',
      changed((json) => (json.model.dropout = 0.1)),
      /leaves out merges by chance \(dropout 0\.1\); supported: a byte-level BPE/,
    ],
    [
      'that changes the text',
      changed(
        (json) => (json.normalizer = { type: 'Sequence', normalizers: [{ type: 'NFC' }, { type: 'Lowercase' }] }),
      ),
      /has the normalizer "NFC", "Lowercase"; supported: none, or NFC/,
    ],
    [
      'that splits otherwise',
      changed((json) => (json.pre_tokenizer = { type: 'Metaspace' })),
      /splits text by \{"type":"Metaspace"\}; supported: the rules of GPT-2, SmolLM, Qwen 2 and 3, and Llama 3/,
    ],
    [
      'that puts a space in front',
      changed((json) => (json.pre_tokenizer.add_prefix_space = true)),
      /splits text by .*"add_prefix_space":true/,
    ],
    [
      'that splits by another expression',
      changed(
        (json) =>
          (json.pre_tokenizer = {
            type: 'Sequence',
            pretokenizers: [
              { type: 'Split', pattern: { Regex: '\\p{L}+' }, behavior: 'Isolated', invert: false },
              { ...json.pre_tokenizer, use_regex: false },
            ],
          }),
      ),
      /splits text by .*"Regex":"\\\\p\{L\}\+"/,
    ],
    [
      'that puts two marks in front',
      changed((json) => (json.post_processor = template('<s>', '<t>'))),
      /has the post_processor .*; supported: ByteLevel, and a TemplateProcessing with at most one mark/,
    ],
    [
      'that puts an unknown mark in front',
      changed((json) => (json.post_processor = template('<s>'))),
      /puts "<s>" in front of text, which is not among its added_tokens/,
    ],
    [
      'with another post-processor',
      changed((json) => (json.post_processor = { type: 'RobertaProcessing' })),
      /has the post_processor \{"type":"RobertaProcessing"\}/,
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
