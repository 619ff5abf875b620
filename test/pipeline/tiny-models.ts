import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { openReferenceDevice } from '../../src/engine/device/reference/reference-device.ts';
import { nodeFiles } from '../../src/node/files/node-files.ts';
import { writeCheckpoint } from '../../src/pipeline/models/checkpoints/checkpoint-folder.ts';
import { tinyModel, tinyTokenizer } from '../engine/generation/tiny-model.ts';

/** Writes the tiny model of the generation tests to each of `folders` below `root`, such as 'models/tiny'. */
export async function writeTinyModels(root: string, folders: readonly string[]): Promise<void> {
  const device = openReferenceDevice();
  const model = await tinyModel(device);
  for (const name of folders) {
    const folder = join(root, name);
    await mkdir(folder, { recursive: true });
    const content = {
      model,
      moments: null,
      trainer: {},
      tokenizer: tinyTokenizer,
    };
    await writeCheckpoint(nodeFiles, folder, content);
  }
  await device.close();
}
