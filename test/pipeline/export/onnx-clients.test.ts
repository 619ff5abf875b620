import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { onnxFiles } from '../../../src/engine/checkpoint/formats/onnx/onnx.ts';
import { onnxGraph } from '../../../src/engine/checkpoint/formats/onnx/onnx-model.ts';
import type { Device } from '../../../src/engine/device/device.ts';
import { openReferenceDevice } from '../../../src/engine/device/reference/reference-device.ts';
import { parseModelConfiguration } from '../../../src/engine/models/architectures.ts';
import { TrainableModel } from '../../../src/engine/models/language-model.ts';
import { initialise } from '../../../src/engine/models/parameters.ts';
import { Random } from '../../../src/engine/random.ts';
import { nodeFiles } from '../../../src/node/files/node-files.ts';
import { exportFormats } from '../../../src/pipeline/export/export-formats.ts';
import {
  cacheShapeOf,
  differences,
  expectedLogits,
  readTexts,
  worstDifference,
} from '../../engine/checkpoint/onnx-texts.ts';
import { collector } from '../../engine/checkpoint/tiny-weights.ts';
import { tinyTokenizer } from '../../engine/generation/tiny-model.ts';
import { type FixtureName, fixtureNames, fixtureText, loadFixture } from '../../engine/models/fixtures.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { clients, importTransformersJs, oneThread, openSession, type TransformersJs } from './onnx-runtime.ts';

const TOKENS = [20, 18, 0, 14, 22, 7, 33, 3];

/** The mean loss over every token after the first. */
function lossOf(logits: Float32Array, tokens: readonly number[], V: number): number {
  const losses = tokens.slice(1).map((token, t) => {
    const row = [...logits.subarray(t * V, (t + 1) * V)];
    const largest = Math.max(...row);
    return largest + Math.log(row.reduce((sum, value) => sum + Math.exp(value - largest), 0)) - row[token];
  });
  return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
}

/** A model of the fixture's shape, but for the vocabulary of `tinyTokenizer`, with random weights. */
async function wordsModel(device: Device, name: FixtureName): Promise<TrainableModel> {
  const { vocabularySize: vocabulary } = tinyTokenizer;
  const configuration = parseModelConfiguration('config.json', fixtureText(name, 'config.json'), name);
  const model = new TrainableModel(device, configuration.reshaped({ vocabulary }, name));
  initialise(device, model.parameters, Random.fromSeed(5));
  for await (const { spec, values } of model.parameters.entries()) {
    // Larger weights have logits that are further apart.
    device.write(
      model.parameters.get(spec.name),
      values.map((value) => 4 * value),
    );
  }
  return model;
}

async function exported({ parameters, configuration }: TrainableModel): Promise<string> {
  const path = join(temporaryFolder(), 'tiny');
  const story = { step: 5, base: null, trainingTokens: null };
  const content = { name: 'tiny', parameters, configuration, tokenizer: tinyTokenizer, story };
  await exportFormats.onnx.write(nodeFiles, path, content, 'float32', { modelfile: false });
  return path;
}

describe.skipIf(clients === undefined)(
  'clients of ONNX (TPDNE_NODE_CLIENTS: onnxruntime-node, @huggingface/transformers)',
  () => {
    let transformers: TransformersJs;
    let device: Device;
    beforeAll(async () => {
      transformers = await importTransformersJs();
      device = openReferenceDevice();
    }, 1_800_000);

    test.each(fixtureNames)('ONNX Runtime computes the same logits, however it reads: %s', async (name) => {
      const model = await loadFixture(device, name);
      const path = join(await exported(model), 'onnx/model.onnx');
      const found = await differences(await openSession(path), model, cacheShapeOf(model), TOKENS);
      for (const [way, difference] of Object.entries(found)) expect(difference, way).toBeLessThan(1e-4);
    });

    test.each(fixtureNames)('ONNX Runtime: with 8-bit weights the loss is nearly the same: %s', async (name) => {
      const model = await loadFixture(device, name);
      const path = await exported(model);
      const logits = async (file: string) =>
        (await readTexts(await openSession(join(path, 'onnx', file)), cacheShapeOf(model), { tokens: [TOKENS] }))
          .logits;
      const [exact, rounded] = [await logits('model.onnx'), await logits('model_quantized.onnx')];
      expect(rounded).not.toEqual(exact);
      const { vocabulary } = model.shape;
      expect(Math.abs(lossOf(rounded, TOKENS, vocabulary) - lossOf(exact, TOKENS, vocabulary))).toBeLessThan(0.05);
    });

    test.for(['tiny-gpt2/two-blocks', 'tiny-llama/qwen3'] as const)(
      'ONNX Runtime computes the same logits on WebGPU, if there is a device for it: %s',
      { timeout: 600_000 },
      async (name, { skip }) => {
        const model = await loadFixture(device, name);
        const path = join(await exported(model), 'onnx/model.onnx');
        const session = await openSession(path, { executionProviders: ['webgpu'] }).catch((error) => {
          if (/WebGPU adapter|backend not found/.test(String(error))) return skip('There is no adapter for WebGPU.');
          throw error;
        });
        const found = await differences(session, model, cacheShapeOf(model), TOKENS);
        for (const [way, difference] of Object.entries(found)) expect(difference, way).toBeLessThan(1e-4);
      },
    );

    test('ONNX Runtime finds the weights outside the graph', async () => {
      const model = await loadFixture(device, 'tiny-llama/llama-scaled-untied');
      const folder = temporaryFolder();
      const limits = { largestMessageBytes: 2 ** 13, largestDataBytes: 2 ** 13, smallestOutsideBytes: 2 ** 9 };
      const files = onnxFiles('model.onnx', onnxGraph(model.configuration, model.parameters, 'float32'), limits);
      expect(files.length).toBeGreaterThan(1);
      for (const { name, write } of files) {
        const file = collector();
        await write(file.write);
        writeFileSync(join(folder, name), file.bytes());
      }
      const session = await openSession(join(folder, 'model.onnx'));
      const { logits } = await readTexts(session, cacheShapeOf(model), { tokens: [TOKENS] });
      expect(worstDifference(await expectedLogits(model, TOKENS), logits)).toBeLessThan(1e-4);
    });

    const families = fixtureNames.filter((name) => name !== 'tiny-gpt2/long');
    test.each(families)('transformers.js loads the folder and writes what we write: %s', async (name) => {
      const model = await wordsModel(device, name);
      const path = await exported(model);
      transformers.env.allowRemoteModels = false;
      transformers.env.localModelPath = join(path, '..');
      const prompt = 'the thing';
      const tokens = [...tinyTokenizer.encode(prompt)];
      for (let i = 0; i < 6; i++) {
        const scores = (await expectedLogits(model, tokens)).at(-1)!;
        tokens.push(scores.indexOf(Math.max(...scores)));
      }
      for (const dtype of ['fp32', 'q8']) {
        const write = await transformers.pipeline('text-generation', 'tiny', { dtype, session_options: oneThread });
        const [{ generated_text }] = await write(prompt, { max_new_tokens: 6, do_sample: false });
        expect(generated_text.startsWith(prompt)).toBe(true);
        if (dtype === 'fp32') expect(generated_text).toBe(tinyTokenizer.decode(Int32Array.from(tokens)));
      }
    });
  },
);
