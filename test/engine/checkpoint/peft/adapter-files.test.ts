import { describe, expect, test } from 'vitest';
import { bytesInMemory } from '../../../../src/engine/byte-source.ts';
import { openSafetensors, writeSafetensors } from '../../../../src/engine/checkpoint/formats/safetensors.ts';
import { formatAdapterConfig, parseAdapterConfig } from '../../../../src/engine/checkpoint/peft/adapter-config.ts';
import {
  loadAdapters,
  openAdapter,
  readBaseDigest,
  writeAdapters,
} from '../../../../src/engine/checkpoint/peft/adapter-file.ts';
import { openReferenceDevice } from '../../../../src/engine/device/reference/reference-device.ts';
import { targetModules } from '../../../../src/engine/models/adapters/adapter-layers.ts';
import { AdapterSet } from '../../../../src/engine/models/adapters/adapter-set.ts';
import {
  adapterNames,
  adapterSource,
  adapterText,
  configurationOf,
  expectedOfAdapter,
} from '../../models/adapters/adapted-fixtures.ts';

async function bytesOf(write: (sink: (bytes: Uint8Array) => Promise<void>) => Promise<void>): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  await write(async (bytes) => void pieces.push(bytes.slice()));
  return Uint8Array.from(pieces.flatMap((piece) => [...piece]));
}

describe.each(adapterNames)('the adapter %s of PEFT', (name) => {
  const configuration = configurationOf(expectedOfAdapter(name).model);
  const json = adapterText(name, 'adapter_config.json');
  const config = parseAdapterConfig(json, 'adapter_config.json');

  test('is written with the same tensors, names and numbers', async () => {
    const device = openReferenceDevice();
    const open = await openAdapter(adapterSource(name), config, configuration);
    const adapters = new AdapterSet(device, configuration, open.settings);
    await loadAdapters(open, device, adapters);
    const written = bytesInMemory('written', await bytesOf((write) => writeAdapters(write, adapters, 'abc')));
    const [theirs, ours] = [await openSafetensors(adapterSource(name)), await openSafetensors(written)];
    expect([...ours.entries.keys()].sort()).toEqual([...theirs.entries.keys()].sort());
    for (const [tensor, { shape, dtype, begin, end }] of theirs.entries) {
      const found = ours.entries.get(tensor)!;
      expect({ shape: found.shape, dtype: found.dtype }).toEqual({ shape, dtype });
      expect(new Uint8Array(await written.read(ours.dataOffset + found.begin, found.end - found.begin))).toEqual(
        new Uint8Array(await theirs.source.read(theirs.dataOffset + begin, end - begin)),
      );
    }
    expect(await readBaseDigest(written)).toBe('abc');
    expect(await readBaseDigest(adapterSource(name))).toBeNull();
    await device.close();
  });

  test('is described as PEFT describes it', async () => {
    const { settings } = await openAdapter(adapterSource(name), config, configuration);
    const theirs = JSON.parse(json);
    const ours = JSON.parse(formatAdapterConfig(configuration, settings, config.baseName!));
    expect(theirs).toMatchObject(ours);
    expect(config).toEqual({
      rank: theirs.r,
      alpha: theirs.lora_alpha,
      dropout: theirs.lora_dropout,
      baseName: theirs.base_model_name_or_path,
    });
  });
});

test('modules are named as shortly as can be, so that no other one is meant', () => {
  const targets = (fixture: 'tiny-gpt2/two-blocks' | 'tiny-llama/llama', modules: ReadonlySet<string>) =>
    JSON.parse(formatAdapterConfig(configurationOf(fixture), { rank: 1, alpha: 1, dropout: 0, modules }, 'base'))
      .target_modules;
  const gpt2 = targetModules(configurationOf('tiny-gpt2/two-blocks'), 'attention');
  expect(targets('tiny-gpt2/two-blocks', gpt2)).toEqual(['attn.c_proj', 'c_attn']);
  expect(targets('tiny-llama/llama', new Set(['model.layers.1.mlp.up_proj']))).toEqual(['1.mlp.up_proj']);
});

describe('a description that is refused', () => {
  const usual = JSON.parse(adapterText('llama', 'adapter_config.json'));
  const refusal = (changes: object) => () => parseAdapterConfig(JSON.stringify({ ...usual, ...changes }), 'a.json');

  test.each([
    [{ use_dora: true }, 'use_dora'],
    [{ use_rslora: true }, 'use_rslora'],
    [{ rank_pattern: { q_proj: 4 } }, 'rank_pattern'],
    [{ alpha_pattern: { q_proj: 4 } }, 'alpha_pattern'],
    [{ modules_to_save: ['lm_head'] }, 'modules_to_save'],
    [{ trainable_token_indices: [1] }, 'trainable_token_indices'],
    [{ bias: 'all' }, 'bias is "all"'],
    [{ peft_type: 'IA3' }, 'peft_type is "IA3"'],
    [{ init_lora_weights: 'pissa' }, 'init_lora_weights is "pissa"'],
    [{ r: 0 }, 'r is 0'],
    [{ r: 4097 }, 'r is 4097'],
    [{ r: 1.5 }, 'r is 1.5'],
    [{ lora_alpha: 0 }, 'lora_alpha is 0'],
    [{ lora_alpha: '4' }, 'lora_alpha is "4"'],
    [{ lora_dropout: 1 }, 'lora_dropout is 1'],
    [{ lora_dropout: -0.1 }, 'lora_dropout is -0.1'],
    [{ lora_dropout: '0' }, 'lora_dropout is "0"'],
    [{ base_model_name_or_path: 3 }, 'base_model_name_or_path is 3'],
  ])('%j', (changes, named) => {
    expect(refusal(changes)).toThrow(
      expect.objectContaining({ code: 'adapter', message: expect.stringContaining(named) }),
    );
  });

  test('what is not an object', () => {
    expect(() => parseAdapterConfig('[]', 'a.json')).toThrow('a.json must contain a JSON object.');
    expect(() => parseAdapterConfig('{', 'a.json')).toThrow('a.json is not valid JSON');
  });

  test('the largest rank, and keys that say nothing, are read', () => {
    expect(refusal({ r: 4096 })()).toMatchObject({ rank: 4096 });
    expect(refusal({ r: 1, modules_to_save: [], use_dora: null, init_lora_weights: 'gaussian' })()).toMatchObject({
      rank: 1,
    });
    expect(refusal({ base_model_name_or_path: null })()).toMatchObject({ baseName: null });
    expect(refusal({ lora_dropout: undefined })()).toMatchObject({ dropout: 0 });
    expect(refusal({ lora_dropout: 0.99 })()).toMatchObject({ dropout: 0.99 });
  });
});

describe('a file that is refused', () => {
  const [configuration, config] = [configurationOf('tiny-llama/llama'), { rank: 2, alpha: 4, dropout: 0 }];
  const module = 'base_model.model.model.layers.0.self_attn.q_proj';
  const [a, b] = [
    { name: `${module}.lora_A.weight`, shape: [2, 12] },
    { name: `${module}.lora_B.weight`, shape: [12, 2] },
  ];

  async function opened(tensors: readonly { readonly name: string; readonly shape: readonly number[] }[]) {
    async function* values() {
      for (const { shape } of tensors) yield new Float32Array(shape.reduce((product, axis) => product * axis, 1));
    }
    const bytes = await bytesOf((write) => writeSafetensors(write, tensors, values()));
    return openAdapter(bytesInMemory('adapter.safetensors', bytes), config, configuration);
  }

  test('one pair is read', async () => {
    expect((await opened([a, b])).settings.modules).toEqual(new Set(['model.layers.0.self_attn.q_proj']));
  });

  test.each([
    ['half a pair', [a], 'lacks base_model.model.model.layers.0.self_attn.q_proj.lora_B.weight'],
    ['nothing', [], 'adapts nothing'],
    ['another rank', [{ ...a, shape: [3, 12] }, b], 'of shape (3, 12), expected (2, 12)'],
    ['another width', [a, { ...b, shape: [11, 2] }], 'of shape (11, 2), expected (12, 2)'],
    ['three axes', [{ ...a, shape: [2, 12, 1] }, b], 'of shape (2, 12, 1), expected (2, 12)'],
    [
      'a layer that the model lacks',
      [{ ...a, name: a.name.replace('layers.0', 'layers.2') }, b],
      'model.layers.2.self_attn.q_proj, which is not a linear layer in a block of this model',
    ],
    ['the head', [{ name: 'base_model.model.lm_head.lora_A.weight', shape: [2, 12] }], 'adapts lm_head'],
    ['a whole weight', [a, b, { name: 'base_model.model.lm_head.weight', shape: [1] }], 'not part of an adapter'],
  ])('%s', async (_, tensors, problem) => {
    await expect(opened(tensors)).rejects.toMatchObject({ code: 'adapter', message: expect.stringContaining(problem) });
  });
});
