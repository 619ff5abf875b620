import { describe, expect, test } from 'vitest';
import { VocabularyFault } from '../../../../src/engine/tokens/tokenizer.ts';
import { tokenizerIn } from '../../../../src/engine/tokens/tokenizer-kinds.ts';
import { memoryFiles } from '../../memory-files.ts';
import { filesOf } from './small-pieces.ts';

const opened = (name: string, change?: Parameters<typeof filesOf>[1]) =>
  tokenizerIn(memoryFiles(filesOf(name, change)));
const sequence = (...normalizers: object[]) => ({ type: 'Sequence', normalizers });
const SIGN = '\u2581';

describe('a tokenizer.json that is not supported is refused by what it does', () => {
  test.each<[string, string, Parameters<typeof filesOf>[1]]>([
    [
      'Lowercase',
      'older',
      (json) => {
        json.normalizer = sequence({ type: 'Lowercase' }, json.normalizer);
      },
    ],
    [
      'Prepend',
      'older',
      (json) => {
        json.normalizer = { type: 'Prepend', prepend: SIGN };
      },
    ],
    [
      'Replace',
      'older',
      (json) => {
        json.normalizer.normalizers[1].pattern.String = '-';
      },
    ],
    [
      'Whitespace',
      'older',
      (json) => {
        json.pre_tokenizer = { type: 'Whitespace' };
      },
    ],
    [
      '"-"',
      'no prefix',
      (json) => {
        json.pre_tokenizer.pattern.String = '-';
      },
    ],
    [
      'Metaspace',
      'older',
      (json) => {
        json.pre_tokenizer = { type: 'Metaspace', replacement: SIGN };
      },
    ],
    [
      'Metaspace',
      'metaspace first',
      (json) => {
        json.pre_tokenizer.replacement = '_';
      },
    ],
    [
      'sometimes',
      'metaspace first',
      (json) => {
        json.pre_tokenizer.prepend_scheme = 'sometimes';
      },
    ],
    [
      'WordPiece',
      'older',
      (json) => {
        json.decoder.decoders.push({ type: 'WordPiece' });
      },
    ],
    [
      'Strip',
      'older',
      (json) => {
        json.decoder.decoders[3].content = '-';
      },
    ],
    [
      'ignore_merges',
      'older',
      (json) => {
        json.model.ignore_merges = true;
      },
    ],
    [
      'dropout',
      'older',
      (json) => {
        json.model.dropout = 0.1;
      },
    ],
    [
      '<missing>',
      'older',
      (json) => {
        json.model.unk_token = '<missing>';
      },
    ],
    [
      'Unigram',
      'older',
      (json) => {
        json.model.type = 'Unigram';
      },
    ],
    [
      'no vocab',
      'older',
      (json) => {
        json.model.vocab = [];
      },
    ],
    [
      '"x"',
      'older',
      (json) => {
        json.model.vocab.x = 'x';
      },
    ],
    [
      'id 3',
      'older',
      (json) => {
        json.model.vocab.new = 3;
      },
    ],
    [
      '-1',
      'older',
      (json) => {
        json.model.vocab.new = -1;
      },
    ],
    [
      '1.5',
      'older',
      (json) => {
        json.model.vocab.new = 1.5;
      },
    ],
    [
      '99999999',
      'older',
      (json) => {
        json.model.vocab.new = 99_999_999;
      },
    ],
    [
      '</s>',
      'older',
      (json) => {
        json.added_tokens[2].id = 5;
      },
    ],
    [
      'no merges',
      'older',
      (json) => {
        json.model.merges = {};
      },
    ],
    [
      'a b c',
      'older',
      (json) => {
        json.model.merges.push('a b c');
      },
    ],
    ['twice', 'older', (json) => void json.model.merges.push(json.model.merges[0])],
    [
      '"ax"',
      'older',
      (json) => {
        json.model.merges.push('a x');
      },
    ],
    [
      '<s>',
      'older',
      (json) => {
        json.added_tokens.splice(1, 1);
      },
    ],
    [
      'post_processor',
      'older',
      (json) => {
        json.post_processor = { type: 'BertProcessing' };
      },
    ],
  ])('%s', async (found, name, change) => {
    await expect(opened(name, change)).rejects.toThrow(VocabularyFault);
    await expect(opened(name, change)).rejects.toThrow(found);
  });
});

test('older files have add_prefix_space in place of prepend_scheme, and split unless they say otherwise', async () => {
  const scheme = async (change: Parameters<typeof filesOf>[1]) =>
    (await opened('metaspace first', change)).encode('  t');
  const given = (add_prefix_space: boolean) => (json: { pre_tokenizer: object }) => {
    json.pre_tokenizer = { type: 'Metaspace', replacement: SIGN, add_prefix_space };
  };
  const always = await opened('metaspace always, split');
  const never = await opened('metaspace never');
  expect((await opened('metaspace first', given(true))).encode('t  t')).toEqual(always.encode('t  t'));
  expect((await opened('metaspace first', given(false))).encode('t')).toEqual(never.encode('t'));
  expect(await scheme(given(false))).toEqual(always.encode('  t'));
});

test('merges may be texts or pairs', async () => {
  const pairs = await opened('older', (json) => {
    json.model.merges = json.model.merges.map((merge: string) => merge.split(' '));
  });
  expect(pairs.encode('the tea there')).toEqual((await opened('older')).encode('the tea there'));
});

test('a checkpoint keeps tokenizer.json as it came', async () => {
  expect((await opened('older')).files()['tokenizer.json']).toBe(filesOf('older')['tokenizer.json']);
});

test('added tokens for which the model has no rows are left out', async () => {
  const files = filesOf('older, added tokens');
  const whole = await tokenizerIn(memoryFiles(files));
  const rows = whole.vocabularySize - 6;
  const part = await tokenizerIn(memoryFiles(files), rows);
  expect(part.vocabularySize).toBe(rows);
  expect(whole.encode('<think>[l]')).toHaveLength(2);
  expect(part.encode('<think>')).toEqual(whole.encode('<think>'));
  expect(part.encode('[l]').length).toBeGreaterThan(1);
  const again = await tokenizerIn(memoryFiles(part.files()));
  expect(again.vocabularySize).toBe(rows);
});

test('Hugging Face gets the marks and the token for unknown characters', async () => {
  const config = JSON.parse((await opened('older')).huggingFaceFiles(64)['tokenizer_config.json']);
  expect(config).toMatchObject({ bos_token: '<s>', eos_token: '</s>', unk_token: '<unk>', model_max_length: 64 });
  const without = JSON.parse((await opened('no bytes, nothing unknown')).huggingFaceFiles(64)['tokenizer_config.json']);
  expect(without).not.toHaveProperty('unk_token');
});
