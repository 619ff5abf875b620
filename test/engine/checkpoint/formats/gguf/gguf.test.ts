import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { bytesInMemory } from '../../../../../src/engine/byte-source.ts';
import { ggmlTypes, writableTypes } from '../../../../../src/engine/checkpoint/formats/gguf/ggml-types.ts';
import { openGguf, writeGguf } from '../../../../../src/engine/checkpoint/formats/gguf/gguf.ts';
import {
  ggufConfiguration,
  ggufTokenizer,
  writeGgufModel,
} from '../../../../../src/engine/checkpoint/formats/gguf/gguf-model.ts';
import { GgufFault, type GgufTyped } from '../../../../../src/engine/checkpoint/formats/gguf/gguf-values.ts';
import { q8Matrices, tensorsFor } from '../../../../../src/engine/checkpoint/parameters-file.ts';
import { readWhole } from '../../../../../src/engine/checkpoint/tensor-file.ts';
import { openReferenceDevice } from '../../../../../src/engine/device/reference/reference-device.ts';
import { parseModelConfiguration } from '../../../../../src/engine/models/architectures.ts';
import { conventions } from '../../../../../src/engine/models/gpt2/tensor-names.ts';
import { isBlockMatrix } from '../../../../../src/engine/models/parameters.ts';
import { addedToken } from '../../../../../src/engine/tokens/bpe/added-tokens.ts';
import { BpeTokenizer } from '../../../../../src/engine/tokens/bpe/bpe-tokenizer.ts';
import type { Tokenizer } from '../../../../../src/engine/tokens/tokenizer.ts';
import { tokenizerFromLists } from '../../../../../src/engine/tokens/tokenizer-kinds.ts';
import { fixtureText } from '../../../models/fixtures.ts';
import { smallVocabulary } from '../../../tokens/bpe/small-vocabulary.ts';
import { collector, expectDistrust, loaded, parameterSet, tinyConfiguration, tinyWeights } from '../../tiny-weights.ts';

const open = (content: Uint8Array) => openGguf(bytesInMemory('test.gguf', content));

const vocabulary = smallVocabulary([
  ['a', 'b'],
  ['Ġ', 'a'],
  ['ab', 'c'],
  ['Ġa', 'b'],
]);
const tokenizer = new BpeTokenizer(vocabulary);
const { vocabulary: n_vocab } = tinyConfiguration.shape;

async function written(type: keyof typeof writableTypes, withTokenizer: Tokenizer = tokenizer): Promise<Uint8Array> {
  const file = collector();
  const parameters = await parameterSet(tinyWeights());
  const model = { parameters, configuration: tinyConfiguration, tokenizer: withTokenizer, name: 'tiny' };
  await writeGgufModel(file.write, model, type);
  return file.bytes();
}

/** A file of any keys and tensors, all of whose values are float32. */
async function forged(
  metadata: Record<string, GgufTyped>,
  tensors: readonly { name: string; shape: number[] }[] = [],
): Promise<Uint8Array> {
  const file = collector();
  const described = tensors.map(({ name, shape }) => ({
    name,
    shape,
    type: writableTypes.float32,
    async *read() {
      yield new Float32Array(shape.reduce((product, axis) => product * axis, 1));
    },
  }));
  await writeGguf(file.write, metadata, described);
  return file.bytes();
}

describe('a model is written and read again', () => {
  test('as float32, equal', async () => {
    const file = await open(await written('float32'));
    expect(await loaded(file, conventions.gguf)).toEqual(tinyWeights());
    expect(await ggufConfiguration(file)).toEqual(tinyConfiguration);
  });

  test.each([
    ['float16', 2 ** -11],
    ['bfloat16', 2 ** -8],
    ['q8_0', 1 / 127],
    ['q4_0', 1 / 8],
  ] as const)('as %s, within its rounding; vectors and positions stay as they were', async (type, tolerance) => {
    const weights = await loaded(await open(await written(type)), conventions.gguf);
    for (const [name, values] of tinyWeights()) {
      const found = weights.get(name)!;
      const allowed = values.length < 300 || name === 'wpe.weight' ? 0 : tolerance;
      const largest = Math.max(...values);
      const worst = Math.max(...values.map((value, i) => Math.abs(value - found[i])));
      expect(worst, name).toBeLessThanOrEqual(allowed * largest);
    }
  });

  test('with its vocabulary', async () => {
    const read = ggufTokenizer(await open(await written('float32')), n_vocab);
    const text = 'ab abc b\u00e9 \u{1f600}';
    expect(read.encode(text)).toEqual(tokenizer.encode(text));
    expect(read.endMark).toBe(260);
  });

  test('with how its vocabulary splits text, and all of its marks', async () => {
    const added = ['<|begin_of_text|>', '<|end_of_text|>', '<|eot_id|>', '<note>'].map((content, i) =>
      addedToken(content, 256 + i, { special: i < 3, normalized: false }, 'test'),
    );
    const { '<|endoftext|>': _, ...tokens } = JSON.parse(smallVocabulary().encoder);
    const marks = { begin: '<|begin_of_text|>', ends: ['<|eot_id|>'] };
    const rules = { words: 'llama3', nfc: false, wholeWords: true } as const;
    const llama = new BpeTokenizer({ encoder: JSON.stringify(tokens), merges: '', added, marks, rules });
    const file = await open(await written('float32', llama));
    expect(
      ['pre', 'add_bos_token', 'bos_token_id', 'eos_token_id', 'eot_token_id'].map((key) =>
        file.metadata.get(`tokenizer.ggml.${key}`),
      ),
    ).toEqual(['llama-bpe', true, 256, 257, 258]);
    const read = ggufTokenizer(file, n_vocab);
    expect([read.beginMark, read.endMark, [...read.stopTokens]]).toEqual([256, 257, [257, 258]]);
    expect(read.unusedTokens).toEqual([256]);
    expect(read.lists().words).toBe('llama-bpe');
    expect(read.encode('<note><|eot_id|>')).toEqual([259, ...llama.encode('<|eot_id|>')]);
  });

  test('with the scores of a SentencePiece vocabulary, and whether a space is put in front', async () => {
    const kinds = ['unknown', 'control', 'control', 'byte', 'added'] as const;
    const tokens = ['<unk>', '<s>', '</s>', '<0x0A>', '[x]', '\u2581a', 'ab', '\u2581', 'a', 'b'].map((text, id) => ({
      text,
      kind: kinds[id] ?? 'normal',
    }));
    for (const addsSpace of [true, false]) {
      const lists = {
        model: 'llama',
        words: 'default',
        tokens,
        merges: null,
        scores: [0, 0, 0, 0, 0, 0, -1, -2, -2, -2],
        addsSpace,
        beginMark: 1,
        addsBeginMark: true,
        endMark: 2,
        stopTokens: [],
      };
      const names = { source: 'lists', tokens: 'tokens', merges: 'merges' };
      const pieces = tokenizerFromLists(lists, names, tokens.length);
      const file = await open(await written('float32', pieces));
      expect(
        ['model', 'add_space_prefix', 'add_bos_token', 'bos_token_id', 'eos_token_id', 'unknown_token_id'].map((key) =>
          file.metadata.get(`tokenizer.ggml.${key}`),
        ),
      ).toEqual(['llama', addsSpace, true, 1, 2, 0]);
      expect(file.metadata.get('tokenizer.ggml.token_type')).toEqual([
        ...[2, 3, 3, 6, 4, 1, 1, 1, 1, 1],
        ...Array.from({ length: n_vocab - tokens.length }, () => 5),
      ]);
      expect(file.metadata.has('tokenizer.ggml.merges')).toBe(false);
      expect(file.metadata.get('tokenizer.ggml.scores')).toHaveLength(n_vocab);
      const read = ggufTokenizer(file, n_vocab);
      expect(read.vocabularySize).toBe(tokens.length);
      expect(read.encode('ab[x]\nb')).toEqual(pieces.encode('ab[x]\nb'));
      expect(read.encode('ab')).toEqual(addsSpace ? [5, 9] : [6]);
    }
  });

  test.each<[string, Record<string, GgufTyped>, string]>([
    ['gpt2', {}, 'merges'],
    ['llama', {}, 'score'],
    ['llama', { 'tokenizer.ggml.scores': { texts: ['a'] } }, 'a list of numbers'],
  ])('of kind %s, incomplete: %o', async (model, others, found) => {
    const metadata = { 'tokenizer.ggml.model': { text: model }, 'tokenizer.ggml.tokens': { texts: ['a'] }, ...others };
    const file = await open(await forged(metadata));
    expect(() => ggufTokenizer(file, 1)).toThrow(found);
  });

  test.each<[string | null, boolean | null, number]>([
    ['llama-bpe', null, 256],
    ['llama-bpe', false, 257],
    ['smollm', null, 257],
    ['smollm', true, 256],
    [null, null, 257],
  ])('split as %s, with a begin mark put in front: %s', async (pre, adds, begin) => {
    const { '<|endoftext|>': _, ...tokens } = JSON.parse(smallVocabulary().encoder);
    const file = await open(
      await forged({
        'tokenizer.ggml.model': { text: 'gpt2' },
        ...(pre === null ? {} : { 'tokenizer.ggml.pre': { text: pre } }),
        ...(adds === null ? {} : { 'tokenizer.ggml.add_bos_token': { bool: adds } }),
        'tokenizer.ggml.tokens': { texts: [...Object.keys(tokens), '<s>', '</s>'] },
        'tokenizer.ggml.merges': { texts: [] },
        'tokenizer.ggml.bos_token_id': { u32: 256 },
        'tokenizer.ggml.eos_token_id': { u32: 257 },
      }),
    );
    const { beginMark, endMark } = ggufTokenizer(file, 258);
    expect([beginMark, endMark]).toEqual([begin, 257]);
  });

  test('with axes and places as llama.cpp has them', async () => {
    const { tensors } = await open(await written('float32'));
    expect(tensors.get('blk.1.ffn_up.weight')!.shape).toEqual([128, 32]);
    expect(tensors.get('token_embd.weight')!.shape).toEqual([261, 32]);
  });
});

describe('an output beside the embedding', () => {
  const withOutput = async (change: number) => {
    const parameters = await parameterSet(tinyWeights());
    const tensors = tensorsFor(conventions.gguf, parameters);
    const { shape, read } = tensors[0];
    const output = {
      name: 'output.weight',
      shape,
      async *read() {
        for await (const piece of read()) yield piece.map((value) => value + change);
      },
    };
    const file = collector();
    const typed = [...tensors, output].map((tensor) => ({
      ...tensor,
      type: tensor.shape[0] === 261 && tensor.name !== 'output.weight' ? writableTypes.q4_0 : writableTypes.float32,
    }));
    await writeGguf(file.write, {}, typed);
    return open(file.bytes());
  };

  test('is taken where both are roundings of one matrix, the finer of them', async () => {
    await expect(loaded(await withOutput(0), conventions.gguf)).resolves.toBeDefined();
  });

  test('is refused where they are not', async () => {
    await expect(loaded(await withOutput(5), conventions.gguf)).rejects.toThrow(
      /output\.weight differs from the token embedding/,
    );
  });
});

describe('every type is read as the package gguf reads it (recorded/ggml-types.gguf)', () => {
  const recorded = () => open(readFileSync(new URL('../recorded/ggml-types.gguf', import.meta.url)));

  // F64 is in stored-types.test.ts.
  const names = [...ggmlTypes.values()].map(({ name }) => name).filter((name) => name !== 'F64');
  test.each(names)('%s', async (name) => {
    const { tensors } = await recorded();
    const expected = await readWhole(tensors.get(`${name}.expected`)!);
    expect(expected).toHaveLength(256);
    expect(await readWhole(tensors.get(name)!)).toEqual(expected);
  });

  test.each([writableTypes.q4_0, writableTypes.q8_0])('$name is written as it writes it', async (type) => {
    const { tensors } = await recorded();
    const numbers = await readWhole(tensors.get('numbers')!);
    const expected = await readWhole(tensors.get(`numbers.${type.name}`)!);
    expect(type.read(type.write(numbers))).toEqual(expected);
  });
});

describe('what is Q8_0 in a file', () => {
  test('are the matrices of the blocks; of other types none', async () => {
    const matrices = tinyConfiguration.parameters.filter(isBlockMatrix).map(({ name }) => name);
    for (const [type, expected] of [
      ['q8_0', matrices],
      ['q4_0', []],
      ['float16', []],
    ] as const) {
      const found = q8Matrices(await open(await written(type)), conventions.gguf, tinyConfiguration.parameters);
      expect([...found], type).toEqual(expected);
    }
  });

  test('is one of several parts only if all are', async () => {
    const configuration = parseModelConfiguration(
      'config.json',
      fixtureText('tiny-llama/llama', 'config.json'),
      'config.json',
    );
    const convention = configuration.convention('gguf')!;
    const [[, key]] = configuration.parameters
      .map(({ name }) => convention.partsOf(name))
      .filter(({ length }) => length > 1);
    const fileWithout = (missing: string | null) => {
      const names = configuration.parameters.flatMap(({ name }) => convention.partsOf(name)).map(({ name }) => name);
      const tensorOf = (name: string) => ({ shape: [1], isQ8_0: name !== missing, async *read() {} });
      return { name: 'test.gguf', tensors: new Map(names.map((name) => [name, tensorOf(name)])) };
    };
    const all = q8Matrices(fileWithout(null), convention, configuration.parameters);
    expect(all.size).toBe(configuration.parameters.filter(isBlockMatrix).length);
    expect(q8Matrices(fileWithout(key.name), convention, configuration.parameters).size).toBe(all.size - 1);
  });

  test('comes back exactly from a packed matrix of q8_0, as llama.cpp rounded it, and not from bfloat16', async () => {
    const { tensors } = await open(readFileSync(new URL('../recorded/ggml-types.gguf', import.meta.url)));
    const numbers = await readWhole(tensors.get('numbers.Q8_0')!);
    expect(tensors.get('numbers.Q8_0')!.isQ8_0).toBe(true);
    const device = openReferenceDevice();
    const C = numbers.length;
    const identity = device.allocate([C, C]);
    device.write(
      identity,
      Float32Array.from({ length: C * C }, (_, i) => (i % (C + 1) === 0 ? 1 : 0)),
    );
    const kept = async (type: 'q8_0' | 'bfloat16') => {
      const [weight, packed, out] = [device.allocate([C, 1]), device.allocate([C, 1], type), device.allocate([C, 1])];
      device.write(weight, numbers);
      device.pack({ weight, out: packed });
      device.linearPacked({ x: identity, weight: packed, bias: null, residual: null, out });
      return device.read(out);
    };
    expect(await kept('q8_0')).toEqual(numbers);
    expect(await kept('bfloat16')).not.toEqual(numbers);
    await device.close();
  });
});

describe('a file is refused', () => {
  const u64 = (value: number) => new Uint8Array(BigUint64Array.of(BigInt(value)).buffer);
  const start = (version: number, tensors: number, keys: number, ...rest: Uint8Array[]) =>
    new Uint8Array(
      Buffer.concat(
        [Buffer.from('GGUF'), Uint32Array.of(version), u64(tensors), u64(keys), ...rest].map((part) =>
          Buffer.from(part.buffer ? new Uint8Array(part.buffer, part.byteOffset, part.byteLength) : part),
        ),
      ),
    );
  const bytes = (...numbers: number[]) => Uint8Array.from(numbers);

  test.each<[string, Uint8Array, RegExp]>([
    ['that is empty', new Uint8Array(0), /ends within its header/],
    ['that is something else', new Uint8Array(100), /not a GGUF file/],
    ['of another version', start(1, 0, 0), /of version 1, expected 2 or 3/],
    ['of impossibly many tensors', start(3, 2 ** 15, 0, new Uint8Array(2 ** 16)), /32768 tensors, too many/],
    ['of impossibly many keys', start(3, 0, 2 ** 13, new Uint8Array(2 ** 16)), /8192 keys, too many/],
    [
      'with a list that would fill the memory',
      start(3, 0, 1, u64(1), bytes(65, 9, 0, 0, 0, 0, 0, 0, 0), u64(2 ** 23), new Uint8Array(2 ** 23)),
      /A a list of 8388608/,
    ],
    ['of more keys than bytes', start(3, 0, 2 ** 40), /count of 1099511627776/],
    ['with a text beyond its end', start(3, 0, 1, u64(20), bytes(65)), /ends within its header|more than it has/],
    ['with a list of lists', start(3, 0, 1, u64(1), bytes(65, 9, 0, 0, 0, 9, 0, 0, 0), u64(0)), /a list of type 9/],
    ['with a value of no type', start(3, 0, 1, u64(1), bytes(65, 99, 0, 0, 0)), /A the type 99/],
    ['with a text that is none', start(3, 0, 1, u64(1), bytes(0xff)), /not UTF-8/],
    ['with a tensor of nine axes', start(3, 1, 0, u64(1), bytes(65, 9, 0, 0, 0)), /gives A 9 axes/],
  ])('%s', async (_, content, message) => {
    await expect(open(content)).rejects.toThrow(GgufFault);
    await expect(open(content)).rejects.toThrow(message);
  });

  test('with many lists that would fill the memory together', async () => {
    const items = 2 ** 20;
    const list = (name: number) => [u64(1), bytes(name, 9, 0, 0, 0, 0, 0, 0, 0), u64(items), new Uint8Array(items)];
    const lists = [65, 66, 67, 68, 69].flatMap(list);
    await expect(open(start(3, 0, 5, ...lists))).rejects.toThrow(/gives E a list of 1048576, more than are read/);
  });

  test('with two tensors of one name', async () => {
    const tensor = { name: 'a', shape: [2] };
    await expect(open(await forged({}, [tensor, tensor]))).rejects.toThrow(/two tensors called a/);
  });

  test('of another architecture, or with another vocabulary', async () => {
    const mamba = await open(await forged({ 'general.architecture': { text: 'mamba' } }));
    await expect(ggufConfiguration(mamba)).rejects.toThrow(/"mamba".* not supported; supported: gpt2, llama, qwen2/);
    const lists = { 'tokenizer.ggml.tokens': { texts: ['a'] }, 'tokenizer.ggml.merges': { texts: [] } };
    const other = await open(await forged({ 'tokenizer.ggml.model': { text: 't5' }, ...lists }));
    const words = { 'tokenizer.ggml.model': { text: 'gpt2' }, 'tokenizer.ggml.pre': { text: 'tekken' }, ...lists };
    const split = await open(await forged(words));
    expect(() => ggufTokenizer(split, n_vocab)).toThrow(/"tekken", which is not supported; supported: gpt-2, .*smollm/);
    expect(() => ggufTokenizer(other, n_vocab)).toThrow(/kind "t5".* supported: "llama", "gpt2"/);
    const none = await open(await forged({ 'tokenizer.ggml.model': { text: 'gpt2' } }));
    expect(() => ggufTokenizer(none, n_vocab)).toThrow(/tokenizer\.ggml\.tokens is missing/);
  });

  test('truncated or with any bytes of its header changed', async () => {
    const content = await written('q8_0');
    const read = async (damaged: Uint8Array) => {
      const file = await open(damaged);
      await ggufConfiguration(file);
      ggufTokenizer(file, n_vocab);
      await loaded(file, conventions.gguf);
    };
    await expectDistrust(content, read, { within: 8000, numRuns: 400 });
  });
});
