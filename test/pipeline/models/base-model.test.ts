import { beforeAll, describe, expect, it } from 'vitest';
import { modelSizes } from '../../../src/engine/models/architectures.ts';
import { nodeProject } from '../../../src/node/project/node-project.ts';
import { baseModel } from '../../../src/pipeline/models/base-model.ts';
import { NoModelFault } from '../../../src/pipeline/models/find-model.ts';
import { anyShape } from '../../../src/pipeline/settings/model-shape.ts';
import { SettingFault } from '../../../src/pipeline/settings/settings-table.ts';
import { tinyContext } from '../../engine/generation/tiny-model.ts';
import { folderForAllTests } from '../../temporary-folder.ts';
import { writeTinyModels } from '../tiny-models.ts';

const root = folderForAllTests();
beforeAll(async () => {
  await writeTinyModels(root, ['models/tiny']);
});

const positions = async (name: string, window: number | null) => {
  return (await baseModel(nodeProject({ root }), name, window)).configuration.shape.context;
};

describe('a base model', () => {
  it('from random weights has as many positions as its training uses, up to those of its size', async () => {
    const { context: n_ctx } = modelSizes.get('nano')!.shape;
    expect(await positions('nano', null)).toBe(n_ctx);
    expect(await positions('nano', 64)).toBe(64);
    expect(await positions('random:nano', 2 * n_ctx)).toBe(n_ctx);
  });

  it('from a folder has the configuration in that folder', async () => {
    expect(await positions('tiny', 4)).toBe(tinyContext);
    expect((await baseModel(nodeProject({ root }), 'tiny', null)).isRandom).toBe(false);
  });

  it('from random weights has the requested shape', async () => {
    const { heads } = modelSizes.get('nano')!.shape;
    const asked = { ...anyShape, n_layer: 3, n_embd: 96, n_ctx: 128 };
    const model = await baseModel(nodeProject({ root }), 'nano', 64, asked);
    const shape = { blocks: 3, width: 96, heads, context: 128, vocabulary: 50257 };
    expect(model.configuration.shape).toEqual(shape);
    expect(model.name).toBe('a GPT-2 of 3 blocks and 96 channels');
    const odd = baseModel(nodeProject({ root }), 'nano', null, { ...anyShape, n_head: 7 });
    await expect(odd).rejects.toThrow(/n_embd 256 is not divisible by n_head 7/);
  });

  it('from random weights has a row for each token of the vocabulary that comes with it, whatever its namesake has', async () => {
    const model = await baseModel(nodeProject({ root }), 'random:smollm2-135m', 16);
    expect(model.configuration.shape).toMatchObject({ vocabulary: model.tokenizer.vocabularySize, context: 16 });
  });

  it('from a folder keeps its shape', async () => {
    expect((await baseModel(nodeProject({ root }), 'tiny', null, { ...anyShape, n_ctx: tinyContext })).isRandom).toBe(
      false,
    );
    const other = baseModel(nodeProject({ root }), 'tiny', null, { ...anyShape, n_layer: 9 });
    await expect(other).rejects.toThrow(SettingFault);
    await expect(other).rejects.toThrow(/n_layer is 9, but tiny has \d/);
  });

  it('that is missing, or of an unknown size, is refused', async () => {
    await expect(baseModel(nodeProject({ root }), '124M', null)).rejects.toThrow(/models\/124M/);
    await expect(baseModel(nodeProject({ root }), 'random:125M', null)).rejects.toThrow(/did you mean 124M/);
    await expect(baseModel(nodeProject({ root }), 'tyni', null)).rejects.toThrow(NoModelFault);
  });
});
