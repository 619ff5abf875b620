import { describe, expect, test } from 'vitest';
import { bytesInMemory } from '../../../src/engine/byte-source.ts';
import { openGguf } from '../../../src/engine/checkpoint/formats/gguf/gguf.ts';
import { ggufConfiguration, writeGgufModel } from '../../../src/engine/checkpoint/formats/gguf/gguf-model.ts';
import { ParameterFault } from '../../../src/engine/checkpoint/parameter-fault.ts';
import {
  checkTensorFile,
  conventionOf,
  loadTensors,
  tensorsFor,
  writeParameters,
} from '../../../src/engine/checkpoint/parameters-file.ts';
import type { StoredTensor, TensorFile } from '../../../src/engine/checkpoint/tensor-file.ts';
import { openReferenceDevice } from '../../../src/engine/device/reference/reference-device.ts';
import { parseModelConfiguration } from '../../../src/engine/models/architectures.ts';
import type { Layout } from '../../../src/engine/models/convention.ts';
import { TrainableModel } from '../../../src/engine/models/language-model.ts';
import type { LlamaConfiguration } from '../../../src/engine/models/llama/configuration.ts';
import {
  type Llama3Scaling,
  rotaryDivisors,
  rotaryFrequencies,
  scalingOf,
} from '../../../src/engine/models/llama/rotary-frequencies.ts';
import type { ModelConfiguration } from '../../../src/engine/models/model-configuration.ts';
import type { Tokenizer } from '../../../src/engine/tokens/tokenizer.ts';
import { collector } from '../checkpoint/tiny-weights.ts';
import { type FixtureName, fixtureNames, fixtureText, loadFixture } from './fixtures.ts';

const names = fixtureNames.filter((name) => name.startsWith('tiny-llama/'));
const marks = { beginMark: 0, endMark: 0 };
const parse = (content: object) => parseModelConfiguration('config.json', JSON.stringify(content), 'config.json');
const configOf = (name: FixtureName) => JSON.parse(fixtureText(name, 'config.json'));
const valuesOf = ({ values }: ModelConfiguration) => values as LlamaConfiguration;

describe('config.json', () => {
  test.each(names)('%s: what is written is read again', (name) => {
    const configuration = parse(configOf(name));
    const text = configuration.fileText('config.json', marks);
    expect(parseModelConfiguration('config.json', text, 'config.json')).toEqual(configuration);
  });

  test('rotation in the spelling of transformers 4, and in that of version 5', () => {
    const { rope_parameters, ...rest } = configOf('tiny-llama/llama-scaled-untied');
    const { rope_theta, ...scaling } = rope_parameters;
    expect(parse({ ...rest, rope_theta, rope_scaling: scaling })).toEqual(parse({ ...rest, rope_parameters }));
    const { rope_type, ...unnamed } = scaling;
    expect(parse({ ...rest, rope_theta, rope_scaling: { ...unnamed, type: rope_type } })).toEqual(
      parse({ ...rest, rope_parameters }),
    );
  });

  test('keys that are missing have the defaults of transformers', () => {
    const sizes = { vocab_size: 5, hidden_size: 8, num_hidden_layers: 8, num_attention_heads: 2, intermediate_size: 6 };
    const llama = valuesOf(parse({ model_type: 'llama', ...sizes }));
    expect(llama).toMatchObject({ rope_theta: 1e4, head_dim: 4, num_key_value_heads: 2, tie_word_embeddings: false });
    expect(llama).toMatchObject({ rms_norm_eps: 1e-6, qkv_bias: false, max_position_embeddings: 2048 });
    expect(valuesOf(parse({ model_type: 'qwen2', ...sizes }))).toMatchObject({ qkv_bias: true, output_bias: false });
    expect(valuesOf(parse({ model_type: 'qwen3', ...sizes }))).toMatchObject({ head_dim: 128 });
    const smollm3 = valuesOf(parse({ model_type: 'smollm3', ...sizes }));
    expect(smollm3).toMatchObject({ rope_theta: 2e6, tie_word_embeddings: true, unrotated_layers: [3, 7] });
    expect(valuesOf(parse({ model_type: 'granite', ...sizes })).attention_multiplier).toBe(1);
    expect(llama.attention_multiplier).toBe(0.5);
  });

  const changed = (changes: object, name: FixtureName = 'tiny-llama/llama') => ({ ...configOf(name), ...changes });
  test.each<[string, object, RegExp]>([
    ['another activation', changed({ hidden_act: 'gelu' }), /hidden_act is "gelu", expected silu/],
    ['biases in the mlp', changed({ mlp_bias: true }), /mlp_bias is set and not supported/],
    ['a sliding window', changed({ use_sliding_window: true }), /use_sliding_window is set/],
    [
      'a window in some layers',
      changed({ layer_types: ['full_attention', 'sliding_attention'] }),
      /layer_types has "sliding_attention"/,
    ],
    [
      'another way of scaling',
      changed({ rope_parameters: { rope_type: 'yarn' } }),
      /rope_type is "yarn", expected default or llama3/,
    ],
    [
      'a scaling without its numbers',
      changed({ rope_parameters: { rope_type: 'llama3', factor: '8' } }),
      /factor of rope_scaling is "8"/,
    ],
    ['heads that do not fit', changed({ num_key_value_heads: 2 }), /num_attention_heads 3 is not divisible by .* 2/],
    ['an odd head', changed({ head_dim: 3 }), /head_dim is 3, expected an even number/],
    ['a size that is missing', changed({ vocab_size: undefined }), /vocab_size is undefined, expected a whole number/],
    ['an epsilon that is a text', changed({ rms_norm_eps: '1' }), /rms_norm_eps is "1", expected a number above 0/],
    ['experts', changed({ num_local_experts: 4 }, 'tiny-llama/granitemoehybrid'), /num_local_experts is 4, expected 0/],
    [
      'experts by default',
      changed({ num_local_experts: undefined }, 'tiny-llama/granitemoehybrid'),
      /num_local_experts is 8, expected 0/,
    ],
    [
      'a state-space layer',
      changed({ layer_types: ['attention', 'mamba'] }, 'tiny-llama/granitemoehybrid'),
      /layer_types has "mamba", expected attention alone/,
    ],
    [
      'state-space layers by default',
      changed({ layer_types: undefined }, 'tiny-llama/granitemoehybrid'),
      /layer_types is undefined, expected a list of attention/,
    ],
    [
      'no rotation in any block',
      changed({ position_embedding_type: null }, 'tiny-llama/granitemoehybrid'),
      /position_embedding_type is null, expected rope/,
    ],
    [
      'a list of layers of another length',
      changed({ no_rope_layers: [1] }, 'tiny-llama/smollm3'),
      /no_rope_layers is \[1\], expected a list of 5/,
    ],
    [
      'another kind',
      changed({ model_type: 'gemma3' }),
      /model_type is "gemma3".* supported: gpt2, llama, qwen2, qwen3/,
    ],
  ])('is refused with %s', (_, content, message) => {
    expect(() => parse(content)).toThrow(message);
  });
});

describe('frequencies', () => {
  const rope_scaling: Llama3Scaling = {
    factor: 32,
    low_freq_factor: 1,
    high_freq_factor: 4,
    original_max_position_embeddings: 8192,
  };
  const settings = { head_dim: 64, rope_theta: 5e5, rope_scaling };

  test('fast pairs stay, slow ones are divided by the factor, those between by something between', () => {
    const divisors = rotaryDivisors(settings);
    expect(divisors[0]).toBe(1);
    expect(divisors[31]).toBe(32);
    expect(divisors.some((divisor) => divisor > 1 && divisor < 32)).toBe(true);
    expect(divisors).toEqual(divisors.toSorted((a, b) => a - b));
    const plain = rotaryFrequencies({ ...settings, rope_scaling: null });
    const scaled = rotaryFrequencies(settings);
    expect(scaled[31]).toBe(Math.fround(plain[31] / 32));
  });

  test('a scaling is known by its divisors, rounded as files have them; others are not', () => {
    const divisors = rotaryDivisors(settings).map(Math.fround);
    expect(scalingOf(divisors, 5e5)).toEqual(rope_scaling);
    expect(scalingOf(rotaryDivisors({ ...settings, rope_scaling: { ...rope_scaling, factor: 8 } }), 5e5)?.factor).toBe(
      8,
    );
    expect(scalingOf(divisors.with(31, 31), 5e5)).toBeNull();
  });
});

describe.each(names)('%s in files', (name) => {
  test.each<Layout>(['huggingface', 'gguf'])('%s: parameters come back as they were', async (layout) => {
    const device = openReferenceDevice();
    const model = await loadFixture(device, name);
    const convention = conventionOf(model.configuration, layout, 'test');
    const file = fileOf(tensorsFor(convention, model.parameters));
    checkTensorFile(file, convention, model.parameters.table);
    const again = new TrainableModel(device, model.configuration);
    await loadTensors(file, convention, device, again.parameters);
    for await (const { spec, values } of model.parameters.entries()) {
      expect(await again.parameters.read(spec.name), spec.name).toEqual(values);
    }
    await device.close();
  });
});

test('queries, keys and values are apart in a file, and in GGUF the channels of a pair are side by side', async () => {
  const device = openReferenceDevice();
  const model = await loadFixture(device, 'tiny-llama/llama');
  const tensorsOf = (layout: Layout) => {
    const convention = conventionOf(model.configuration, layout, 'test');
    return new Map(tensorsFor(convention, model.parameters).map((tensor) => [tensor.name, tensor]));
  };
  const [there, here] = [tensorsOf('gguf'), tensorsOf('huggingface')];
  const queries = await whole(here.get('model.layers.1.self_attn.q_proj.weight')!);
  expect(here.get('model.layers.1.self_attn.q_proj.weight')!.shape).toEqual([12, 12]);
  expect(here.get('model.layers.1.self_attn.k_proj.weight')!.shape).toEqual([4, 12]);
  const paired = await whole(there.get('blk.1.attn_q.weight')!);
  // A head has four channels: the first half, 0 and 1, are turned with the second, 2 and 3.
  const order = [0, 2, 1, 3].flatMap((row) => [...queries.subarray(row * 12, (row + 1) * 12)]);
  expect([...paired.subarray(0, 48)]).toEqual(order);
  const values = await whole(here.get('model.layers.1.self_attn.v_proj.weight')!);
  expect(await whole(there.get('blk.1.attn_v.weight')!)).toEqual(values);
  await device.close();
});

test('Qwen keeps the order of channels in GGUF', async () => {
  const device = openReferenceDevice();
  const { configuration, parameters } = await loadFixture(device, 'tiny-llama/qwen2');
  const [gguf, here] = (['gguf', 'huggingface'] as const).map((layout) =>
    tensorsFor(conventionOf(configuration, layout, 'test'), parameters),
  );
  const at = (tensors: typeof gguf, name: string) => whole(tensors.find((tensor) => tensor.name === name)!);
  expect(await at(gguf, 'blk.0.attn_q.bias')).toEqual(await at(here, 'model.layers.0.self_attn.q_proj.bias'));
  await device.close();
});

test.each<[string, (tensors: Map<string, StoredTensor>) => void, RegExp]>([
  [
    'lacks one of the parts',
    (tensors) => void tensors.delete('model.layers.0.self_attn.k_proj.weight'),
    /lacks model\.layers\.0\.self_attn\.k_proj\.weight; the file and the configuration belong to different models/,
  ],
  [
    'has a part of another shape',
    (tensors) => {
      const tensor = tensors.get('model.layers.0.self_attn.k_proj.weight')!;
      tensors.set('model.layers.0.self_attn.k_proj.weight', { ...tensor, shape: [8, 12] });
    },
    /holds model\.layers\.0\.self_attn\.k_proj\.weight of shape \(8, 12\), expected \(4, 12\)/,
  ],
  [
    'has a tensor too many',
    (tensors) => void tensors.set('model.layers.0.self_attn.sinks', { shape: [3], read: async function* () {} }),
    /holds layers\.0\.self_attn\.sinks, which the model does not have/,
  ],
])('a file that %s is refused', async (_, change, message) => {
  const device = openReferenceDevice();
  const { configuration, parameters } = await loadFixture(device, 'tiny-llama/llama');
  const convention = conventionOf(configuration, 'huggingface', 'test');
  const tensors = new Map(fileOf(tensorsFor(convention, parameters)).tensors);
  change(tensors);
  const check = () => checkTensorFile({ name: 'small', tensors }, convention, configuration.parameters);
  expect(check).toThrow(ParameterFault);
  expect(check).toThrow(message);
  await device.close();
});

test("Granite 4's gate and up are one tensor of Hugging Face's files", async () => {
  const device = openReferenceDevice();
  const { configuration, parameters } = await loadFixture(device, 'tiny-llama/granitemoehybrid');
  const tensors = tensorsFor(conventionOf(configuration, 'huggingface', 'test'), parameters);
  const shapes = Object.fromEntries(tensors.map(({ name, shape }) => [name, shape]));
  expect(shapes['model.layers.1.shared_mlp.input_linear.weight']).toEqual([36, 16]);
  expect(shapes['model.layers.1.shared_mlp.output_linear.weight']).toEqual([16, 18]);
  expect(Object.keys(shapes).filter((name) => name.includes('.mlp.'))).toEqual([]);
  await device.close();
});

test('a model saved without the prefix is read, and one is written with it', async () => {
  const device = openReferenceDevice();
  const { configuration, parameters } = await loadFixture(device, 'tiny-llama/llama');
  const convention = conventionOf(configuration, 'huggingface', 'test');
  const file = fileOf(tensorsFor(convention, parameters));
  const bare = new Map([...file.tensors].map(([name, tensor]) => [name.replace(/^model\./, ''), tensor]));
  expect(() => checkTensorFile({ name: 'bare', tensors: bare }, convention, configuration.parameters)).not.toThrow();
  const { write, bytes } = collector();
  await writeParameters(write, { configuration, parameters });
  expect(new TextDecoder().decode(bytes())).toContain('"model.layers.0.mlp.gate_proj.weight"');
  await device.close();
});

describe('GGUF keys', () => {
  const apart: readonly string[] = ['tiny-llama/llama-scaled-untied', 'tiny-llama/granitemoehybrid'];
  const readable = names.filter((name) => !apart.includes(name));
  test.each(readable)('%s: the configuration comes back', async (name) => {
    const device = openReferenceDevice();
    const model = await loadFixture(device, name);
    const file = await openGguf(bytesInMemory('model.gguf', await ggufOf(model)));
    expect(await ggufConfiguration(file)).toEqual(model.configuration);
    await device.close();
  });

  test('Granite 4 is a Granite there, as llama.cpp converts it', async () => {
    const device = openReferenceDevice();
    const model = await loadFixture(device, 'tiny-llama/granitemoehybrid');
    const file = await openGguf(bytesInMemory('model.gguf', await ggufOf(model)));
    const read = await ggufConfiguration(file);
    expect(read.architecture.name).toBe('granite');
    expect(read.values).toEqual(model.configuration.values);
    expect([...file.tensors.keys()]).toEqual(expect.arrayContaining(['blk.1.ffn_gate.weight', 'blk.1.ffn_up.weight']));
    const switched = (on: boolean) =>
      ggufConfiguration({ ...file, metadata: new Map(file.metadata).set('granite.rope.scaling.finetuned', on) });
    await expect(switched(false)).rejects.toThrow(/no block rotates/);
    expect(await switched(true)).toEqual(read);
    await device.close();
  });

  test('the scaling of Llama 3.2 comes back from what it divides by; one that no model has is refused', async () => {
    const device = openReferenceDevice();
    const unknown = await loadFixture(device, 'tiny-llama/llama-scaled-untied');
    const refused = await openGguf(bytesInMemory('model.gguf', await ggufOf(unknown)));
    await expect(ggufConfiguration(refused)).rejects.toThrow(/rope_freqs\.weight scales in an unknown way/);
    const { rope_parameters, ...rest } = configOf('tiny-llama/llama-scaled-untied');
    const scaled = { ...rope_parameters, rope_theta: 5e5, factor: 32, original_max_position_embeddings: 8192 };
    const known = new TrainableModel(device, parse({ ...rest, rope_parameters: scaled }));
    const file = await openGguf(bytesInMemory('model.gguf', await ggufOf(known)));
    expect(await ggufConfiguration(file)).toEqual(known.configuration);
    await device.close();
  });
});

/** No vocabulary: only the model's own keys are of interest. */
const noTokenizer = {
  lists: () => ({
    model: 'gpt2',
    words: null,
    tokens: [],
    merges: [],
    scores: null,
    addsSpace: null,
    beginMark: null,
    endMark: null,
    stopTokens: [],
  }),
} as unknown as Tokenizer;

async function ggufOf({ configuration, parameters }: TrainableModel): Promise<Uint8Array> {
  const { write, bytes } = collector();
  await writeGgufModel(write, { configuration, parameters, tokenizer: noTokenizer, name: 'tiny' }, 'float32');
  return bytes();
}

function fileOf(tensors: ReturnType<typeof tensorsFor>): TensorFile {
  return { name: 'test', tensors: new Map(tensors.map(({ name, shape, read }) => [name, { shape, read }])) };
}

async function whole({ read }: Pick<StoredTensor, 'read'>): Promise<Float32Array> {
  const values: number[] = [];
  for await (const piece of read()) values.push(...piece);
  return Float32Array.from(values);
}
