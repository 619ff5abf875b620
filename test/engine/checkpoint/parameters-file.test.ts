import { expect, test } from 'vitest';
import { bytesInMemory } from '../../../src/engine/byte-source.ts';
import { writeSafetensors } from '../../../src/engine/checkpoint/formats/safetensors.ts';
import { ParameterFault } from '../../../src/engine/checkpoint/parameter-fault.ts';
import { checkTensorFile, loadParameters } from '../../../src/engine/checkpoint/parameters-file.ts';
import { openReferenceDevice } from '../../../src/engine/device/reference/reference-device.ts';
import { elementsOf } from '../../../src/engine/device/shape.ts';
import { gpt2Configuration } from '../../../src/engine/models/gpt2/architecture.ts';
import { conventions } from '../../../src/engine/models/gpt2/tensor-names.ts';
import { TrainableModel } from '../../../src/engine/models/language-model.ts';

const configuration = gpt2Configuration({ n_vocab: 5, n_ctx: 3, n_embd: 2, n_head: 1, n_layer: 2 }, 'test');
const table = configuration.parameters;

/** Every parameter's elements count on from one tensor to the next, so that none can be mistaken for another. */
function weights(): Map<string, { shape: readonly number[]; values: Float32Array }> {
  let next = 1;
  return new Map(
    table.map(({ name, shape }) => [
      name,
      { shape, values: Float32Array.from({ length: elementsOf(shape) }, () => next++) },
    ]),
  );
}

async function load(tensors: ReturnType<typeof weights>): Promise<Map<string, Float32Array>> {
  const parts: Uint8Array[] = [];
  const described = [...tensors].map(([name, { shape }]) => ({ name, shape }));
  async function* values() {
    for (const tensor of tensors.values()) yield tensor.values;
  }
  await writeSafetensors((bytes) => void parts.push(bytes.slice()), described, values());
  const content = Uint8Array.from(parts.flatMap((part) => [...part]));
  const device = openReferenceDevice();
  const model = new TrainableModel(device, configuration);
  const { parameters } = model;
  await loadParameters(bytesInMemory('model.safetensors', content), model);
  const loaded = new Map<string, Float32Array>();
  for await (const entry of parameters.entries()) loaded.set(entry.spec.name, entry.values);
  return loaded;
}

const expected = new Map([...weights()].map(([name, { values }]) => [name, values]));
const wte = weights().get('wte.weight')!;

test('every parameter finds its place, in any order of the file', async () => {
  expect(await load(weights())).toEqual(expected);
  expect(await load(new Map([...weights()].reverse()))).toEqual(expected);
});

test('names may have the prefix of GPT2LMHeadModel; masks and the tied output are passed over', async () => {
  const prefixed = new Map([...weights()].map(([name, tensor]) => [`transformer.${name}`, tensor]));
  prefixed.set('transformer.h.0.attn.bias', { shape: [1, 1, 3, 3], values: new Float32Array(9) });
  prefixed.set('transformer.h.1.attn.masked_bias', { shape: [], values: Float32Array.of(-1e10) });
  prefixed.set('lm_head.weight', wte);
  expect(await load(prefixed)).toEqual(expected);
});

test('an output that is not tied is refused', async () => {
  const untied = { shape: wte.shape, values: wte.values.with(3, 0) };
  await expect(load(weights().set('lm_head.weight', untied))).rejects.toThrow(
    /lm_head.weight differs from the token embedding/,
  );
});

test('a missing, an unexpected and a misshaped tensor are named', async () => {
  const without = weights();
  without.delete('h.1.mlp.c_fc.bias');
  await expect(load(without)).rejects.toThrow(ParameterFault);
  await expect(load(without)).rejects.toThrow(/model\.safetensors lacks h\.1\.mlp\.c_fc\.bias;/);
  const extra = weights().set('h.2.ln_1.weight', { shape: [2], values: new Float32Array(2) });
  await expect(load(extra)).rejects.toThrow(/holds h\.2\.ln_1\.weight, which/);
  const transposed = weights().set('h.0.attn.c_attn.weight', { shape: [6, 2], values: new Float32Array(12) });
  await expect(load(transposed)).rejects.toThrow(/h\.0\.attn\.c_attn\.weight of shape \(6, 2\), expected \(2, 6\)/);
});

test('one parameter under two names is refused', async () => {
  await expect(load(weights().set('transformer.wte.weight', wte))).rejects.toThrow(
    /wte.weight twice, once as transformer/,
  );
});

test('a shape that a file does not bear out is refused before memory is taken for it', () => {
  const largest = { n_vocab: 2 ** 20, n_ctx: 2 ** 16, n_embd: 2 ** 14, n_head: 1, n_layer: 2 ** 9 };
  const claimed = gpt2Configuration(largest, 'test').parameters;
  const tensors = new Map(claimed.map(({ name }) => [name, { shape: [1], async *read() {} }]));
  const check = () => checkTensorFile({ name: 'small', tensors }, conventions.huggingface, claimed);
  expect(check).toThrow(ParameterFault);
  expect(check).toThrow(/small holds wte\.weight of shape \(1\), expected \(1048576, 16384\)/);
});
