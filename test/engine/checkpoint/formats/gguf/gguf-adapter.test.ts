import { describe, expect, test } from 'vitest';
import { bytesInMemory } from '../../../../../src/engine/byte-source.ts';
import { openGguf } from '../../../../../src/engine/checkpoint/formats/gguf/gguf.ts';
import { writeGgufAdapter } from '../../../../../src/engine/checkpoint/formats/gguf/gguf-adapter.ts';
import { conventionOf, tensorsFor } from '../../../../../src/engine/checkpoint/parameters-file.ts';
import { readWhole } from '../../../../../src/engine/checkpoint/tensor-file.ts';
import { openReferenceDevice } from '../../../../../src/engine/device/reference/reference-device.ts';
import { mergeAdapters } from '../../../../../src/engine/models/adapters/merge-adapters.ts';
import type { TrainableModel } from '../../../../../src/engine/models/language-model.ts';
import { adapterNames, expectedOfAdapter, loadAdapted } from '../../../models/adapters/adapted-fixtures.ts';
import { loadFixture } from '../../../models/fixtures.ts';

describe.each(adapterNames)('the adapter %s in GGUF', (name) => {
  test('adds to the tensors of its model in GGUF what the merged model has there', async () => {
    const device = openReferenceDevice();
    const { adapters, configuration } = await loadAdapted(device, name);
    const pieces: Uint8Array[] = [];
    await writeGgufAdapter(async (bytes) => void pieces.push(bytes.slice()), configuration, adapters, 'mine');
    const file = await openGguf(bytesInMemory('adapter.gguf', Buffer.concat(pieces)));
    const { rank, alpha, modules } = adapters.settings;
    expect(Object.fromEntries(file.metadata)).toEqual({
      'general.type': 'adapter',
      'general.architecture': configuration.architecture.name,
      'general.name': 'mine',
      'adapter.type': 'lora',
      'adapter.lora.alpha': alpha,
    });
    expect(file.tensors.size).toBe(2 * modules.size);

    const base = await loadFixture(device, expectedOfAdapter(name).model);
    const merged = await loadFixture(device, expectedOfAdapter(name).model);
    await mergeAdapters(merged, adapters);
    const [before, after] = [await ggufTensors(base), await ggufTensors(merged)];
    for (const [tensor, { values, shape }] of before) {
      const [out, inputs] = shape;
      const [a, b] = [file.tensors.get(`${tensor}.lora_a`), file.tensors.get(`${tensor}.lora_b`)];
      const found = after.get(tensor)!.values;
      if (a === undefined || b === undefined) expect(found, tensor).toEqual(values);
      else {
        expect([a.shape, b.shape]).toEqual([
          [rank, inputs],
          [out, rank],
        ]);
        const [A, B] = [await readWhole(a), await readWhole(b)];
        const added = values.map((value, i) => {
          let sum = value;
          for (let r = 0; r < rank; r++) {
            sum += (alpha / rank) * B[Math.floor(i / inputs) * rank + r] * A[r * inputs + (i % inputs)];
          }
          return sum;
        });
        const distance = found.reduce((most, value, i) => Math.max(most, Math.abs(value - added[i])), 0);
        expect(distance, tensor).toBeLessThan(1e-6);
      }
    }
    await device.close();
  });
});

async function ggufTensors({ configuration, parameters }: TrainableModel) {
  const tensors = new Map<string, { values: Float32Array; shape: readonly number[] }>();
  for (const tensor of tensorsFor(conventionOf(configuration, 'gguf', 'test'), parameters)) {
    tensors.set(tensor.name, { values: await readWhole(tensor), shape: tensor.shape });
  }
  return tensors;
}
