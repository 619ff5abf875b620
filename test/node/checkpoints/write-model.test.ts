import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { roundToBfloat16 } from '../../../src/engine/device/bfloat16.ts';
import { loadModel } from '../../../src/node/checkpoints/load-model.ts';
import { writeModel } from '../../../src/node/checkpoints/write-model.ts';
import { referenceDevice, temporaryFolder, tinyContent } from './tiny-checkpoint.ts';

test.each(['float32', 'bfloat16'] as const)('a model written as %s is read with the numbers of that type', async (type) => {
  const device = referenceDevice();
  const content = tinyContent(device, 3);
  const folder = join(temporaryFolder(), 'model');
  await writeModel(folder, content, type);

  const { model, tokenizer, configuration } = await loadModel(device, folder);
  const expected = await device.read(content.model.parameters.flat);
  const exact = expected.slice();
  if (type === 'bfloat16') roundToBfloat16(expected);
  expect(await device.read(model.parameters.flat)).toEqual(expected);
  expect(Buffer.from(expected.buffer).equals(Buffer.from(exact.buffer))).toBe(dtype === 'F32');
  expect(configuration).toEqual(content.model.configuration);
  expect(tokenizer.endOfText).toBe(256);
});

test('it has the names that other programs look for, and leaves other files alone', async () => {
  const [device, folder] = [referenceDevice(), temporaryFolder()];
  writeFileSync(join(folder, 'README.md'), 'A model card.');
  await writeModel(folder, tinyContent(device, 3), 'F32');
  const wide = statSync(join(folder, 'model.safetensors')).size;
  await writeModel(folder, tinyContent(device, 3), 'bfloat16');
  expect(statSync(join(folder, 'model.safetensors')).size).toBeLessThan(0.75 * wide);
  const names = ['README.md', 'config.json', 'merges.txt', 'model.safetensors', 'vocab.json'];
  expect(readdirSync(folder).sort()).toEqual(names);
});
