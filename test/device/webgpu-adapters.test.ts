import { describe, expect, test } from 'vitest';
import type { Device } from '../../src/engine/device/device.ts';
import { openReferenceDevice } from '../../src/engine/device/reference/reference-device.ts';
import { storedBytes } from '../../src/engine/device/stored-bytes.ts';
import { openWebGpuDevice } from '../../src/engine/device/webgpu/open-webgpu-device.ts';
import { AdaptedModel } from '../../src/engine/models/adapters/adapted-model.ts';
import { targetModules } from '../../src/engine/models/adapters/adapter-layers.ts';
import type { FrozenType } from '../../src/engine/models/adapters/frozen-weights.ts';
import { isBlockMatrix, ParameterSet } from '../../src/engine/models/parameters.ts';
import { WindowPass } from '../../src/engine/models/training-pass.ts';
import { Random } from '../../src/engine/random.ts';
import { configurationOf, fillFrozen } from '../engine/models/adapters/adapted-fixtures.ts';
import { batchesOf, predictNext } from '../engine/models/fixtures.ts';
import './tolerance.ts';
import { countBytes, missingSoftwareGpu, softwareAdapter } from './webgpu-software.ts';

const title =
  missingSoftwareGpu === null ? 'adapters on webgpu' : `adapters on webgpu (skipped: ${missingSoftwareGpu})`;
const fixture = 'tiny-llama/qwen3';
const configuration = configurationOf(fixture);

/** The gradients of adapters with random values beside weights that are kept as `type`. */
async function gradientsBeside(device: Device, type: FrozenType) {
  const modules = targetModules(configuration, 'all-linear');
  const model = new AdaptedModel(device, configuration, { rank: 2, alpha: 8, dropout: 0, modules }, type);
  await fillFrozen(device, model, fixture);
  const random = Random.fromSeed(4);
  for (const { name } of model.parameters.table) {
    const tensor = model.parameters.get(name);
    device.write(tensor, random.fillNormal(new Float32Array(tensor.elements), 0.2));
  }
  const { B, T, batches } = await batchesOf(fixture);
  const gradients = new ParameterSet(device, model.parameters.table);
  const loss = await new WindowPass(model, B, T, 'train').accumulateGradients(gradients, predictNext(batches[0], T));
  const values = [];
  for await (const entry of gradients.entries()) values.push(entry.values);
  return { loss, values };
}

/** What a frozen parameter takes. */
function bytesOf(type: FrozenType): number {
  let bytes = 0;
  for (const spec of configuration.parameters) {
    const kept = isBlockMatrix(spec) ? (type as 'bfloat16') : spec.isByToken ? 'table16' : 'float32';
    bytes += Math.ceil(storedBytes(spec.shape, type === 'float32' ? 'float32' : kept) / 16) * 16;
  }
  return bytes;
}

describe.skipIf(missingSoftwareGpu !== null)(title, () => {
  test.each(['bfloat16', 'q8_0', 'int8'] as const)(
    'have the gradients of the reference device beside weights in %s, of which there is no copy in float32',
    async (type) => {
      const expected = await gradientsBeside(openReferenceDevice(), type);
      const taken = async (kept: FrozenType) => {
        const { adapter, bytes } = countBytes(await softwareAdapter());
        const device = await openWebGpuDevice(adapter);
        const received = await gradientsBeside(device, kept);
        const own = bytes();
        await device.close();
        return { own, ...received };
      };
      const [exact, rounded] = [await taken('float32'), await taken(type)];
      expect(rounded.loss).toBeCloseTo(expected.loss, 5);
      rounded.values.forEach((values, i) => void expect(values).toBeCloseToTensor(expected.values[i]));
      const saved = bytesOf('float32') - bytesOf(type);
      expect(saved).toBeGreaterThan(3000);
      // The scales of a matrix of whole numbers pass through working memory.
      const more = saved - (exact.own - rounded.own);
      expect(more).toBeGreaterThanOrEqual(0);
      expect(more).toBeLessThanOrEqual(type === 'bfloat16' ? 0 : 512);
    },
  );
});
