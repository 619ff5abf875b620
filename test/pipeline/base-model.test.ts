import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { modelSizes } from '../../src/engine/model/configuration.ts';
import { NoModelFault } from '../../src/node/checkpoints/model-folder.ts';
import { baseModel } from '../../src/pipeline/base-model.ts';
import { tinyContext } from '../engine/generation/tiny-model.ts';
import { writeTinyModels } from './tiny-models.ts';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'tpdne-base-'));
  await writeTinyModels(root, ['models/tiny']);
});
afterAll(() => rm(root, { recursive: true }));

const positions = async (name: string, window: number | null) => {
  return (await baseModel(name, root, window)).configuration.n_ctx;
};

describe('a base model', () => {
  it('from random weights has the positions that its training uses, and no more than its size has', async () => {
    const { n_ctx } = modelSizes.nano;
    expect(await positions('nano', null)).toBe(n_ctx);
    expect(await positions('nano', 64)).toBe(64);
    expect(await positions('random:nano', 2 * n_ctx)).toBe(n_ctx);
  });

  it('from a folder is what it is', async () => {
    expect(await positions('tiny', 4)).toBe(tinyContext);
    expect((await baseModel('tiny', root, null)).isRandom).toBe(false);
  });

  it('that is not there, or a size that does not exist, is refused', async () => {
    await expect(baseModel('124M', root, null)).rejects.toThrow(/models\/124M/);
    await expect(baseModel('random:125M', root, null)).rejects.toThrow(/did you mean 124M/);
    await expect(baseModel('tyni', root, null)).rejects.toThrow(NoModelFault);
  });
});
