import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { NoVocabularyFault } from '../../src/engine/tokens/tokenizer-kinds.ts';
import { generate } from '../../src/index.ts';
import { packageFolder } from '../../src/node/files/package-folder.ts';
import { nodeProject } from '../../src/node/project/node-project.ts';
import { baseModel } from '../../src/pipeline/models/base-model.ts';
import { findModel, NoModelFault, resolveModel } from '../../src/pipeline/models/find-model.ts';
import { modelTokenizer } from '../../src/pipeline/models/tokenizers.ts';
import { anyShape } from '../../src/pipeline/settings/model-shape.ts';
import { tinyContext } from '../engine/generation/tiny-model.ts';
import { officialFiles } from '../engine/tokens/official.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { writeTinyModels } from './tiny-models.ts';
import { tinyWorkplace, trained } from './tiny-workplace.ts';

vi.mock('../../src/node/files/package-folder.ts', async (original) => ({
  ...(await original<object>()),
  packageFolder: vi.fn(),
}));

let root: string;
let fakePackage: string;
beforeEach(() => {
  root = temporaryFolder();
  fakePackage = temporaryFolder();
  vi.mocked(packageFolder).mockReturnValue(fakePackage);
});

/** GPT-2's vocabulary, which the package always has. */
function packVocabulary(): void {
  const { encoder, merges } = officialFiles;
  mkdirSync(join(fakePackage, 'base-model'));
  writeFileSync(join(fakePackage, 'base-model/vocab.json'), encoder);
  writeFileSync(join(fakePackage, 'base-model/merges.txt'), merges);
}

/** The tiny model in addition, with its own vocabulary, whose file names come first. */
async function packModel(): Promise<void> {
  packVocabulary();
  await writeTinyModels(fakePackage, ['base-model']);
}

describe('a package with a model', () => {
  beforeEach(packModel);

  it('starts from it by default', async () => {
    for (const name of [null, 'base']) {
      const base = await baseModel(nodeProject({ root }), name, null);
      expect(base).toMatchObject({ name: 'base', isRandom: false, isBundled: true });
      expect(base.configuration.shape.context).toBe(tinyContext);
    }
  });

  it('takes one of the larger sizes in models/ first, and others only by name', async () => {
    await writeTinyModels(root, ['models/mine', 'models/355M', 'models/124M', 'models/nano']);
    expect(await baseModel(nodeProject({ root }), null, null)).toMatchObject({ name: '124M', isBundled: false });
    expect(await baseModel(nodeProject({ root }), 'base', null)).toMatchObject({ name: 'base', isBundled: true });
  });

  it('leaves its name to a folder in models/', async () => {
    await writeTinyModels(root, ['models/base']);
    expect((await findModel(nodeProject({ root }), 'base'))!.path).toBe(join(root, 'models/base'));
    expect((await baseModel(nodeProject({ root }), 'base', null)).isBundled).toBe(false);
  });

  it('starts from random weights if a shape is requested', async () => {
    expect(await baseModel(nodeProject({ root }), null, null, { ...anyShape, n_layer: 2 })).toMatchObject({
      isRandom: true,
    });
  });

  it('writes with it until there is a run', async () => {
    const writer = async () => {
      const settings = { nsamples: 1, length: 2, seed: 1, device: 'reference', quantize: 'none' } as const;
      for await (const event of generate(settings, { root })) if (event.type === 'writer') return event;
      throw new Error('no writer event');
    };
    expect(await writer()).toMatchObject({ name: 'base', isNewestRun: false, isBundled: true });
    await writeTinyModels(root, ['checkpoint/run1/model-3']);
    expect(await writer()).toMatchObject({ name: 'run1/model-3', isNewestRun: true, isBundled: false });
  });

  it('has a vocabulary under its name', async () => {
    const { vocabularySize } = await modelTokenizer(nodeProject({ root }), 'base');
    const { configuration } = await baseModel(nodeProject({ root }), 'base', null);
    expect(vocabularySize).toBe(configuration.shape.vocabulary);
  });
});

describe('a training that starts from it', () => {
  it('says so, and resumes with its own model', async () => {
    await packModel();
    const work = await tinyWorkplace();
    const starts = async (steps: number) =>
      (
        await trained(work, { steps, model_name: undefined, window: 4, val_split: 0 }, { availableBytes: 2.75e9 })
      ).events.filter(({ type }) => type === 'starting-model' || type === 'notice');
    expect(await starts(1)).toEqual([
      {
        type: 'starting-model',
        name: 'base',
        isRandom: false,
        isBundled: true,
        step: 0,
        proposal: { name: '124M', bytes: 548_090_880, licence: 'MIT', minutes: expect.any(Number) },
      },
    ]);
    expect(await starts(2)).toEqual([
      { type: 'starting-model', name: 'run1/model-1', isRandom: false, isBundled: false, step: 1 },
    ]);
  });
});

describe('a package without a model', () => {
  it('starts from nano, with the vocabulary that the package has', async () => {
    packVocabulary();
    expect(await baseModel(nodeProject({ root }), null, null)).toMatchObject({
      name: 'nano',
      isRandom: true,
      isBundled: false,
    });
    await expect(baseModel(nodeProject({ root }), 'base', null)).rejects.toThrow(NoModelFault);
    await expect(resolveModel(nodeProject({ root }), {})).rejects.toThrow(/no trained model/);
    await expect(modelTokenizer(nodeProject({ root }), 'base')).rejects.toThrow(/no model base/);
  });

  it('starts from a known model in models/', async () => {
    packVocabulary();
    await writeTinyModels(root, ['models/124M']);
    const expected = { name: '124M', isRandom: false, isBundled: false };
    expect(await baseModel(nodeProject({ root }), null, null)).toMatchObject(expected);
  });

  it.each([false, true])('or a vocabulary has to be reinstalled (folder exists: %s)', async (isThere) => {
    if (isThere) mkdirSync(join(fakePackage, 'base-model'));
    await expect(baseModel(nodeProject({ root }), null, null)).rejects.toThrow(NoVocabularyFault);
    await expect(baseModel(nodeProject({ root }), null, null)).rejects.toThrow(
      /base-model has no vocabulary: .* reinstall it/,
    );
  });
});
