import { copyFileSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, test } from 'vitest';
import { PytorchFault } from '../../../src/engine/checkpoint/formats/pytorch/pytorch.ts';
import { findWeights as findIn, openWeights as openIn } from '../../../src/engine/checkpoint/open-weights.ts';
import { WeightsFault } from '../../../src/engine/checkpoint/weight-formats.ts';
import type { TrainableModel } from '../../../src/engine/models/language-model.ts';
import { nodeFiles } from '../../../src/node/files/node-files.ts';
import { nodeProject } from '../../../src/node/project/node-project.ts';
import { exportFormats } from '../../../src/pipeline/export/export-formats.ts';
import { findModel, NoModelFault } from '../../../src/pipeline/models/find-model.ts';
import { listModels } from '../../../src/pipeline/models/list-models.ts';
import { describeModel, loadModel } from '../../../src/pipeline/models/load-model.ts';
import { FolderFiles } from '../../../src/project/folder-files.ts';
import { smallVocabulary } from '../../engine/tokens/bpe/small-vocabulary.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { referenceDevice, tinyContent, tinyShape } from './tiny-checkpoint.ts';

let root: string;
beforeEach(() => {
  root = temporaryFolder();
});

const options = { modelfile: false };

const openWeights = async (path: string) => openIn(await FolderFiles.at(nodeFiles, path));
const findWeights = async (path: string) => findIn(await FolderFiles.at(nodeFiles, path));

function exported() {
  const { model, tokenizer } = tinyContent(referenceDevice(), 1);
  const story = { step: null, base: null, trainingTokens: null };
  return { name: 'tiny', parameters: model.parameters, configuration: tinyShape, tokenizer, story };
}

async function weightsOf({ parameters }: Pick<TrainableModel, 'parameters'>): Promise<Map<string, Float32Array>> {
  const weights = new Map<string, Float32Array>();
  for await (const { spec, values } of parameters.entries()) weights.set(spec.name, values);
  return weights;
}

const recorded = (name: string) =>
  fileURLToPath(new URL(`../../engine/checkpoint/formats/recorded/${name}`, import.meta.url));

function addVocabulary(folder: string): void {
  writeFileSync(join(folder, 'encoder.json'), smallVocabulary().encoder);
  writeFileSync(join(folder, 'vocab.bpe'), smallVocabulary().merges);
}

describe('a model is loaded from', () => {
  test.each([
    ['huggingface', 'folder'],
    ['tensorflow', 'folder'],
    ['gguf', 'tiny.gguf'],
    ['llm.c', 'tiny.bin'],
  ] as const)('%s, as it was exported', async (format, name) => {
    const model = exported();
    const path = join(root, 'models', name);
    mkdirSync(join(root, 'models'));
    if (format === 'llm.c') addVocabulary(join(root, 'models'));
    await exportFormats[format].write(nodeFiles, path, model, 'float32', options);
    expect(await findModel(nodeProject({ root }), name)).toEqual({ path, name, step: null });
    const loaded = await loadModel(nodeProject(), referenceDevice(), path);
    expect(loaded.configuration).toEqual(tinyShape);
    expect(loaded.tokenizer.endMark).toBe(256);
    expect(await weightsOf(loaded.model)).toEqual(await weightsOf(model));
  });

  test('a folder of nanoGPT, whose padding is removed, and its file alone', async () => {
    copyFileSync(recorded('ckpt.pt'), join(root, 'ckpt.pt'));
    addVocabulary(root);
    for (const path of [root, join(root, 'ckpt.pt')]) {
      const { configuration, model } = await loadModel(nodeProject(), referenceDevice(), path);
      expect(configuration.values).toMatchObject({ n_vocab: 257, n_ctx: 3, n_embd: 4, n_head: 2, n_layer: 1 });
      expect((await weightsOf(model)).get('wte.weight')!.at(-1)).toBe((257 * 4) / 1024);
    }
  });

  test("transformers' pytorch_model.bin, with config.json next to it", async () => {
    copyFileSync(recorded('pytorch_model.bin'), join(root, 'pytorch_model.bin'));
    addVocabulary(root);
    const config = { model_type: 'gpt2', vocab_size: 257, n_positions: 3, n_embd: 4, n_head: 2, n_layer: 1 };
    writeFileSync(join(root, 'config.json'), JSON.stringify(config));
    const { model } = await loadModel(nodeProject(), referenceDevice(), root);
    expect((await weightsOf(model)).get('ln_f.bias')!.length).toBe(4);
  });
});

describe('weights are refused', () => {
  test('if a folder has several', async () => {
    for (const name of ['a.gguf', 'b.gguf']) writeFileSync(join(root, name), '');
    await expect(findWeights(root)).rejects.toThrow(WeightsFault);
    await expect(findWeights(root)).rejects.toThrow(/several models, a\.gguf, b\.gguf: name one/);
  });

  test('if there are none', async () => {
    writeFileSync(join(root, 'trainer.safetensors'), '');
    writeFileSync(join(root, 'model-00001-of-00002.safetensors'), '');
    expect(await findWeights(root)).toBeNull();
    await expect(openWeights(root)).rejects.toThrow(/holds no weights/);
  });

  test('of PyTorch in several files, if one is missing or belongs to another model', async () => {
    const [first, second] = ['pytorch_model-00001-of-00002.bin', 'pytorch_model-00002-of-00002.bin'];
    copyFileSync(recorded('ckpt.pt'), join(root, first));
    const weight_map = { 'wte.weight': second, 'wpe.weight': first };
    writeFileSync(join(root, 'pytorch_model.bin.index.json'), JSON.stringify({ weight_map }));
    await expect(openWeights(root)).rejects.toThrow(/00002-of-00002\.bin is missing/);
    copyFileSync(recorded('ckpt.pt'), join(root, second));
    await expect(openWeights(root)).rejects.toThrow(/00002-of-00002\.bin is a whole model of nanoGPT/);
  });

  test.each(['model.onnx', 'onnx/model.onnx', 'onnx/decoder_model_merged.onnx', 'Mine.ONNX'])(
    'that are in ONNX alone, and what is supported is said: %s',
    async (name) => {
      const folder = join(root, 'models', 'web');
      mkdirSync(join(folder, 'onnx'), { recursive: true });
      writeFileSync(join(folder, name), '');
      const refused = `${join(folder, name)} is an ONNX file, which can be exported but not loaded; `;
      const formats = 'the supported formats are safetensors, TensorFlow, GGUF, PyTorch, and llm.c.';
      for (const path of [folder, join(folder, name)]) {
        await expect(openWeights(path)).rejects.toThrow(new WeightsFault(refused + formats));
        await expect(findModel(nodeProject({ root }), path)).rejects.toThrow(new NoModelFault(refused + formats));
      }
      await expect(findModel(nodeProject({ root }), 'web')).rejects.toThrow(new NoModelFault(refused + formats));
      expect(await findWeights(folder)).toBeNull();
      const listed = [];
      for await (const model of listModels(nodeProject({ root }))) listed.push(model);
      expect(listed[0]).toMatchObject({ name: 'web', format: null, problem: refused + formats });
    },
  );

  test('only if there are no others: a folder exported for transformers.js may have both', async () => {
    mkdirSync(join(root, 'onnx'));
    writeFileSync(join(root, 'onnx/model.onnx'), '');
    writeFileSync(join(root, 'model.onnx'), '');
    writeFileSync(join(root, 'model.safetensors'), '');
    expect(await findWeights(root)).toBe('model.safetensors');
    expect(await findModel(nodeProject(), root)).toMatchObject({ path: root });
  });

  test('of TensorFlow without its data file, by name', async () => {
    const folder = join(root, 'model');
    await exportFormats.tensorflow.write(nodeFiles, folder, exported(), 'float32', options);
    rmSync(join(folder, 'model.ckpt.data-00000-of-00001'));
    await expect(describeModel(nodeProject(), folder)).rejects.toThrow(WeightsFault);
    await expect(describeModel(nodeProject(), folder)).rejects.toThrow(/model\.ckpt\.data-00000-of-00001 is missing/);
  });

  test('whose file "checkpoint" names nothing', async () => {
    writeFileSync(join(root, 'checkpoint'), '<html>');
    await expect(openWeights(root)).rejects.toThrow(/checkpoint names no checkpoint/);
  });

  test('of PyTorch before 1.6, and files that are something else', async () => {
    writeFileSync(join(root, 'old.pt'), new Uint8Array([0x80, 2, 0x8a, 10]));
    await expect(openWeights(join(root, 'old.pt'))).rejects.toThrow(/torch\.save since PyTorch 1\.6/);
    writeFileSync(join(root, 'short.bin'), 'x');
    await expect(openWeights(join(root, 'short.bin'))).rejects.toThrow(WeightsFault);
    const zip = Uint8Array.from([0x50, 0x4b, 5, 6, ...new Array(18).fill(0)]);
    writeFileSync(join(root, 'empty.pt'), zip);
    await expect(openWeights(join(root, 'empty.pt'))).rejects.toThrow(PytorchFault);
  });

  test('a link to a folder is followed, a hidden file is not a model', async () => {
    const folder = join(root, 'model');
    await exportFormats.tensorflow.write(nodeFiles, folder, exported(), 'float32', options);
    symlinkSync(folder, join(root, 'link'));
    expect(await findWeights(join(root, 'link'))).toBe('checkpoint');
    writeFileSync(join(root, '.hidden.gguf'), '');
    expect(await findWeights(root)).toBeNull();
  });
});
