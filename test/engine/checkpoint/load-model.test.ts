import { beforeAll, describe, expect, test } from 'vitest';
import {
  describeModel,
  loadWeights,
  ModelFolderFault,
  peekAtModel,
} from '../../../src/engine/checkpoint/load-model.ts';
import { writeParameters } from '../../../src/engine/checkpoint/parameters-file.ts';
import { WeightsFault } from '../../../src/engine/checkpoint/weight-formats.ts';
import { openReferenceDevice } from '../../../src/engine/device/reference/reference-device.ts';
import type { TrainableModel } from '../../../src/engine/models/language-model.ts';
import { NoVocabularyFault } from '../../../src/engine/tokens/tokenizer-kinds.ts';
import { tinyModel, tinyTokenizer } from '../generation/tiny-model.ts';
import { memoryFiles } from '../memory-files.ts';
import { collector } from './tiny-weights.ts';

const device = openReferenceDevice();
const official = () => Promise.reject(new Error('nothing asked for it'));

let model: TrainableModel;
let contents: Record<string, string | Uint8Array>;
beforeAll(async () => {
  model = await tinyModel(device);
  const weights = collector();
  await writeParameters(weights.write, model);
  contents = {
    'model.safetensors': weights.bytes(),
    'config.json': model.configuration.fileText('config.json', tinyTokenizer),
    ...tinyTokenizer.huggingFaceFiles(model.shape.context),
  };
});

const without = (...names: readonly string[]) =>
  Object.fromEntries(Object.entries(contents).filter(([name]) => !names.includes(name)));

describe('a model that is on no disk', () => {
  test('is described and loaded, and every file is closed', async () => {
    const files = memoryFiles(contents);
    const { configuration, tokenizer } = await describeModel(files, official);
    expect(configuration).toEqual(model.configuration);
    expect(tokenizer.encode('the thé')).toEqual(tinyTokenizer.encode('the thé'));
    const loaded = await loadWeights(device, files, configuration);
    for await (const { spec, values } of loaded.parameters.entries()) {
      expect(values, spec.name).toEqual(await model.parameters.read(spec.name));
    }
    expect((await peekAtModel(files)).format).toBe('safetensors');
    expect(files.opened).toBe(0);
  });

  test('has its vocabulary in tokenizer.json alone', async () => {
    const { tokenizer } = await describeModel(memoryFiles(without('vocab.json', 'merges.txt')), official);
    expect(tokenizer.endMark).toBe(tinyTokenizer.endMark);
  });
});

test.each([
  ['its weights', ['model.safetensors'], WeightsFault, /memory holds no weights/],
  ['its configuration', ['config.json'], ModelFolderFault, /memory has no config\.json or hparams\.json/],
  [
    'its vocabulary',
    ['tokenizer.json', 'vocab.json'],
    NoVocabularyFault,
    /memory has no vocabulary: .* tokenizer\.json/,
  ],
] as const)('a model without %s is refused', async (_, missing, kind, message) => {
  const files = memoryFiles(without(...missing));
  await expect(describeModel(files, official)).rejects.toThrow(kind);
  await expect(describeModel(files, official)).rejects.toThrow(message);
  expect(files.opened).toBe(0);
});
