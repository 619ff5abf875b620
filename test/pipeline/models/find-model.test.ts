import { cpSync, mkdirSync, rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { SafetensorsFault } from '../../../src/engine/checkpoint/formats/safetensors.ts';
import { ModelFolderFault } from '../../../src/engine/checkpoint/load-model.ts';
import { NoVocabularyFault } from '../../../src/engine/tokens/tokenizer-kinds.ts';
import { nodeFiles } from '../../../src/node/files/node-files.ts';
import { nodeProject } from '../../../src/node/project/node-project.ts';
import { writeCheckpoint } from '../../../src/pipeline/models/checkpoints/checkpoint-folder.ts';
import { NoCheckpointFault } from '../../../src/pipeline/models/checkpoints/choose-checkpoint.ts';
import { findModel, type ModelChoice, NoModelFault, resolveModel } from '../../../src/pipeline/models/find-model.ts';
import { loadModel } from '../../../src/pipeline/models/load-model.ts';
import { smallVocabulary } from '../../engine/tokens/bpe/small-vocabulary.ts';
import { referenceDevice, tinyContent } from '../../node/models/tiny-checkpoint.ts';
import { folderForAllTests, temporaryFolder } from '../../temporary-folder.ts';
import { vocabularyOnly } from '../../vocabulary-only.ts';

// A package without a bundled model.
vi.mock('../../../src/node/models/bundled-model.ts', async (original) => ({
  ...(await original<object>()),
  bundledFolder: () => bundled,
}));

const bundled = vocabularyOnly(folderForAllTests());
let root: string;
beforeEach(() => {
  root = temporaryFolder();
});

/** A folder with the files of a model, but without their content. */
function model(...path: string[]): string {
  const folder = join(root, ...path);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'model.safetensors'), '');
  return folder;
}

function run(name: string, steps: readonly number[], latest = `model-${steps.at(-1)}`): void {
  for (const step of steps) model('checkpoint', name, `model-${step}`);
  writeFileSync(join(root, 'checkpoint', name, 'latest'), `${latest}\n`);
}

const found = async (choice: ModelChoice) => {
  const { path, ...rest } = await resolveModel(nodeProject({ root }), { ...choice });
  return { path: path.slice(root.length + 1), ...rest };
};

describe('a model', () => {
  test('of a run is its latest checkpoint', async () => {
    run('run1', [5, 900, 1000], 'model-900');
    const expected = { path: 'checkpoint/run1/model-900', name: 'run1/model-900', step: 900 };
    expect(await found({ run: 'run1' })).toEqual(expected);
  });

  test('of a run is the checkpoint that is asked for, if it is kept', async () => {
    run('run1', [5, 900, 1000], 'model-900');
    const chosen = async (checkpoint: 'best' | 'latest' | number) => (await found({ run: 'run1', checkpoint })).step;
    expect([await chosen('latest'), await chosen(5), await chosen(1000)]).toEqual([900, 5, 1000]);
    const kept = /It keeps these: 5, 900 \(latest\), 1000\.$/;
    await expect(chosen('best')).rejects.toThrow(/has no best checkpoint recorded: its training had no validation/);
    await expect(chosen('best')).rejects.toThrow(kept);
    await expect(chosen(6)).rejects.toThrow(kept);
    await expect(chosen(6)).rejects.toThrow(NoCheckpointFault);
    writeFileSync(join(root, 'checkpoint', 'run1', 'best'), 'model-5\n');
    expect(await chosen('best')).toBe(5);
    expect((await found({ checkpoint: 'best' })).step).toBe(5);
    await expect(chosen(6)).rejects.toThrow(/It keeps these: 5 \(best\), 900 \(latest\), 1000\.$/);
  });

  test('that is no run has no checkpoints, but a copied run has', async () => {
    model('models', 'mine');
    await expect(found({ model_name: 'mine', checkpoint: 5 })).rejects.toThrow(/is one model, not a run/);
    run('run1', [5, 900]);
    cpSync(join(root, 'checkpoint', 'run1'), join(root, 'models', 'run'), { recursive: true });
    expect((await found({ model_name: 'run', checkpoint: 5 })).step).toBe(5);
    rmSync(join(root, 'checkpoint'), { recursive: true });
    await expect(found({ checkpoint: 5 })).rejects.toThrow(/There is no run in .* to take checkpoint 5 of/);
  });

  test.each([
    ['one GGUF file', ['SmolLM2-135M-Instruct.Q4_1.gguf', 'LICENSE', 'download.json']],
    [
      'weights in several files',
      [
        'config.json',
        'model-00001-of-00002.safetensors',
        'model-00002-of-00002.safetensors',
        'model.safetensors.index.json',
        'tokenizer.json',
      ],
    ],
  ])('by its name is a folder in models/ with %s', async (_, names) => {
    mkdirSync(join(root, 'models/smollm2-135m'), { recursive: true });
    for (const name of names) writeFileSync(join(root, 'models/smollm2-135m', name), '');
    for (const model_name of ['smollm2-135m', 'HuggingFaceTB/SmolLM2-135M']) {
      expect(await found({ model_name })).toEqual({ path: 'models/smollm2-135m', name: model_name, step: null });
    }
  });

  test('by its name is a folder in models/', async () => {
    model('models', 'mine');
    model('mine');
    expect(await found({ model_name: 'mine' })).toEqual({ path: 'models/mine', name: 'mine', step: null });
  });

  test('may be the copy of a checkpoint, or of a whole run', async () => {
    run('run1', [5, 10]);
    mkdirSync(join(root, 'models'));
    cpSync(join(root, 'checkpoint/run1/model-5'), join(root, 'models/one'), { recursive: true });
    cpSync(join(root, 'checkpoint/run1'), join(root, 'models/all'), { recursive: true });
    expect(await found({ model_name: 'one' })).toEqual({ path: 'models/one', name: 'one', step: null });
    expect(await found({ model_name: 'all' })).toEqual({ path: 'models/all/model-10', name: 'all/model-10', step: 10 });
  });

  test('by a path is that folder', async () => {
    run('run1', [5, 10]);
    const checkpoint = await found({ model_name: 'checkpoint/run1/model-5' });
    expect(checkpoint).toMatchObject({ path: 'checkpoint/run1/model-5', step: 5 });
    const absolute = join(root, 'checkpoint/run1/model-5');
    expect((await resolveModel(nodeProject(), { model_name: absolute })).path).toBe(absolute);
  });

  test('without a name is that of the newest run', async () => {
    run('old', [100]);
    run('new', [7]);
    run('older', [200]);
    utimesSync(join(root, 'checkpoint/old/latest'), 1000, 1000);
    utimesSync(join(root, 'checkpoint/older/latest'), 500, 500);
    mkdirSync(join(root, 'checkpoint/empty'));
    expect(await found({})).toMatchObject({ name: 'new/model-7' });
  });
});

test('without a name, a run or a bundled model is a known model in models/', async () => {
  model('models', 'unknown');
  await expect(found({})).rejects.toThrow(NoModelFault);
  model('models', 'smollm2-135m');
  expect(await found({})).toEqual({ path: 'models/smollm2-135m', name: 'smollm2-135m', step: null });
});

describe('no model', () => {
  test.each<[string, object, RegExp]>([
    ['at all', {}, /no trained model in .*checkpoint\. Train one/],
    ['of that run', { run: 'runl' }, /no run runl: .*checkpoint has empty, run1; did you mean run1\?/],
    ['in the run', { run: 'empty' }, /run empty has no checkpoint/],
    ['of that name', { model_name: 'mins' }, /no model mins: .*models has mine, tf; did you mean mine\?/],
    ['of a known name', { model_name: 'smolm2-135m' }, /no model smolm2-135m: .*; did you mean smollm2-135m\?/],
    ['in the folder', { model_name: './checkpoint/empty' }, /contains no model: it has neither model\.safetensors/],
    ['in a folder of other files', { model_name: 'tf' }, /contains no model: it has neither .* nor weights in another/],
  ])('%s', async (_, choice, message) => {
    if (Object.keys(choice).length > 0) {
      run('run1', [1]);
      mkdirSync(join(root, 'checkpoint/empty'));
      model('models', 'mine');
      mkdirSync(join(root, 'models/tf'));
      writeFileSync(join(root, 'models/tf/model.ckpt.meta'), '');
    }
    await expect(found(choice)).rejects.toThrow(NoModelFault);
    await expect(found(choice)).rejects.toThrow(message);
  });

  test('is null when only looked up', async () => {
    expect(await findModel(nodeProject({ root }), '124M')).toBeNull();
  });
});

describe('loading', () => {
  async function written(): Promise<string> {
    const folder = join(root, 'model');
    mkdirSync(folder);
    await writeCheckpoint(nodeFiles, folder, tinyContent(referenceDevice(), 1));
    return folder;
  }

  test('needs config.json or hparams.json', async () => {
    const folder = await written();
    rmSync(join(folder, 'config.json'));
    const { configuration } = await loadModel(nodeProject(), referenceDevice(), folder);
    expect(configuration.shape.width).toBe(8);
    rmSync(join(folder, 'hparams.json'));
    await expect(loadModel(nodeProject(), referenceDevice(), folder)).rejects.toThrow(ModelFolderFault);
  });

  test("accepts Hugging Face's names for the vocabulary, and needs one", async () => {
    const folder = await written();
    rmSync(join(folder, 'encoder.json'));
    await expect(loadModel(nodeProject(), referenceDevice(), folder)).rejects.toThrow(NoVocabularyFault);
    writeFileSync(join(folder, 'vocab.json'), smallVocabulary().encoder);
    writeFileSync(join(folder, 'merges.txt'), smallVocabulary().merges);
    expect((await loadModel(nodeProject(), referenceDevice(), folder)).tokenizer.vocabularySize).toBe(257);
  });

  test('refuses the vocabulary of another model', async () => {
    const folder = await written();
    writeFileSync(join(folder, 'encoder.json'), smallVocabulary([['a', 'b']]).encoder);
    await expect(loadModel(nodeProject(), referenceDevice(), folder)).rejects.toThrow(
      /vocabulary has 258 tokens, and the model 257/,
    );
  });

  test('refuses truncated weights by the name of their file, and leaves no memory behind', async () => {
    const folder = await written();
    truncateSync(join(folder, 'model.safetensors'), 3000);
    const device = referenceDevice();
    await expect(loadModel(nodeProject(), device, folder)).rejects.toThrow(SafetensorsFault);
    await expect(loadModel(nodeProject(), device, folder)).rejects.toThrow(/model\.safetensors.*truncated/);
    expect(device.liveBytes).toBe(0);
  });
});
