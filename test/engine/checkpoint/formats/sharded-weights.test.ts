import { describe, expect, test } from 'vitest';
import { bytesInMemory } from '../../../../src/engine/byte-source.ts';
import { openSafetensors, tensorsOf, writeSafetensors } from '../../../../src/engine/checkpoint/formats/safetensors.ts';
import { openShardedWeights, ShardIndexFault } from '../../../../src/engine/checkpoint/formats/sharded-weights.ts';
import { conventions } from '../../../../src/engine/models/gpt2/tensor-names.ts';
import { collector, loaded, tinyConfiguration, tinyWeights } from '../tiny-weights.ts';

const table = tinyConfiguration.parameters;
const fileNames = ['model-00001-of-00002.safetensors', 'model-00002-of-00002.safetensors'];

/** Two files, the first with ten tensors. */
async function divided(): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  for (const [i, fileName] of fileNames.entries()) {
    const tensors = i === 0 ? table.slice(0, 10) : table.slice(10);
    const file = collector();
    await writeSafetensors(
      file.write,
      tensors,
      (async function* () {
        for (const { name } of tensors) yield tinyWeights().get(name)!;
      })(),
    );
    files.set(fileName, file.bytes());
  }
  return files;
}

const indexOf = (change: Record<string, unknown> = {}) => ({
  metadata: { total_size: 1 },
  weight_map: { ...Object.fromEntries(table.map(({ name }, i) => [name, fileNames[i < 10 ? 0 : 1]])), ...change },
});

async function open(index: unknown) {
  const files = await divided();
  const content = new TextEncoder().encode(typeof index === 'string' ? index : JSON.stringify(index));
  return openShardedWeights(bytesInMemory('model.safetensors.index.json', content), async (name) =>
    tensorsOf(await openSafetensors(bytesInMemory(name, files.get(name)!))),
  );
}

test('a model in two files is read as one', async () => {
  expect(await loaded(await open(indexOf()), conventions.huggingface)).toEqual(tinyWeights());
});

describe('an index is refused', () => {
  test.each<[string, unknown, RegExp]>([
    ['that is not JSON', '{', /index\.json is not JSON/],
    ['without a map', {}, /has no weight_map/],
    ['whose map is a list', { weight_map: [] }, /has no weight_map/],
    ['that leaves the folder', indexOf({ 'wte.weight': '../secret.safetensors' }), /"\.\.\/secret.*not a plain name/],
    ['that hides a file', indexOf({ 'wte.weight': '.safetensors' }), /not a plain name/],
    ['that names what cannot be told', `{"weight_map":{"a":${'['.repeat(2e5) + ']'.repeat(2e5)}}}`, /nested too deep/],
    ['that names a number', indexOf({ 'wte.weight': 5 }), /wte\.weight is in 5, which/],
    ['that takes a tensor for elsewhere', indexOf({ 'wte.weight': fileNames[1] }), /does not list wte\.weight/],
    ['that knows of one more', indexOf({ other: fileNames[0] }), /says that other is in .*, but it is not/],
    [
      'of a thousand files',
      { weight_map: Object.fromEntries(Array.from({ length: 1001 }, (_, i) => [`t${i}`, `m-${i}.safetensors`])) },
      /names 1001 files/,
    ],
  ])('%s', async (_, index, message) => {
    await expect(open(index)).rejects.toThrow(ShardIndexFault);
    await expect(open(index)).rejects.toThrow(message);
  });
});
