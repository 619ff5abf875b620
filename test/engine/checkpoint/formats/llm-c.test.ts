import { describe, expect, test } from 'vitest';
import { bytesInMemory } from '../../../../src/engine/byte-source.ts';
import { LlmCFault, openLlmC, writeLlmC } from '../../../../src/engine/checkpoint/formats/llm-c.ts';
import { conventions } from '../../../../src/engine/models/gpt2/tensor-names.ts';
import { collector, expectDistrust, loaded, parameterSet, tinyConfiguration, tinyWeights } from '../tiny-weights.ts';

const open = (content: Uint8Array) => openLlmC(bytesInMemory('gpt2.bin', content));

async function written(type: 'float32' | 'bfloat16'): Promise<Uint8Array> {
  const file = collector();
  const parameters = await parameterSet(tinyWeights());
  await writeLlmC(file.write, { parameters, configuration: tinyConfiguration }, type);
  return file.bytes();
}

describe('a model is written and read again', () => {
  test('as float32, equal', async () => {
    const file = await open(await written('float32'));
    expect(file.configuration).toEqual(tinyConfiguration);
    expect(await loaded(file, conventions.llmc)).toEqual(tinyWeights());
  });

  test('as bfloat16, within its rounding', async () => {
    const weights = await loaded(await open(await written('bfloat16')), conventions.llmc);
    for (const [name, values] of tinyWeights()) {
      const worst = Math.max(...values.map((value, i) => Math.abs(value - weights.get(name)![i]) / value));
      expect(worst, name).toBeLessThanOrEqual(2 ** -8);
    }
  });

  test('with the header and the order of llm.c', async () => {
    const content = await written('float32');
    expect([...new Int32Array(content.buffer, 0, 9)]).toEqual([20240326, 3, 7, 261, 2, 2, 32, 384, 0]);
    const floats = new Float32Array(content.buffer, 1024);
    const weights = tinyWeights();
    const padding = (384 - 261) * 32;
    expect(floats.subarray(261 * 32, 384 * 32)).toEqual(new Float32Array(padding));
    const afterPositions = 384 * 32 + 7 * 32;
    expect(floats.subarray(afterPositions, afterPositions + 32)).toEqual(weights.get('h.0.ln_1.weight'));
    expect(floats.subarray(afterPositions + 32, afterPositions + 64)).toEqual(weights.get('h.1.ln_1.weight'));
    // (out, in): the second number of a matrix is of the second input.
    const qkv = afterPositions + 4 * 32;
    expect(floats[qkv + 1]).toBe(weights.get('h.0.attn.c_attn.weight')![96]);
  });
});

describe('a file is refused', () => {
  const changed = async (at: number, value: number) => {
    const content = await written('float32');
    new Int32Array(content.buffer)[at] = value;
    return content;
  };

  test.each<[string, () => Promise<Uint8Array>, RegExp]>([
    ['that is empty', async () => new Uint8Array(0), /too short for a header/],
    ['of another magic', () => changed(0, 20240327), /begins with 20240327/],
    ['of another version', () => changed(1, 4), /of version 4, expected 3/],
    ['of another length', async () => (await written('float32')).subarray(0, -4), /bytes, where its header says/],
    ['with less padding than tokens', () => changed(7, 100), /pads 261 tokens to 100/],
  ])('%s', async (_, content, message) => {
    await expect(open(await content())).rejects.toThrow(LlmCFault);
    await expect(open(await content())).rejects.toThrow(message);
  });

  test('truncated or with any bytes of its header changed', async () => {
    const read = async (damaged: Uint8Array) => loaded(await open(damaged), conventions.llmc);
    await expectDistrust(await written('float32'), read, { within: 40 });
  });
});
