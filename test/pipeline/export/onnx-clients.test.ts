import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { onnxFiles } from '../../../src/engine/checkpoint/formats/onnx/onnx.ts';
import { onnxGraph } from '../../../src/engine/checkpoint/formats/onnx/onnx-model.ts';
import { openReferenceDevice } from '../../../src/engine/device/reference/reference-device.ts';
import { CachedReader } from '../../../src/engine/models/decoding-state.ts';
import type { TrainableModel } from '../../../src/engine/models/language-model.ts';
import { nodeFiles } from '../../../src/node/files/node-files.ts';
import { exportFormats } from '../../../src/pipeline/export/export-formats.ts';
import { collector } from '../../engine/checkpoint/tiny-weights.ts';
import { tinyModel, tinyTokenizer } from '../../engine/generation/tiny-model.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

/** The folder, named by TPDNE_NODE_CLIENTS, in which onnxruntime-node and @huggingface/transformers are installed. */
const clients = process.env.TPDNE_NODE_CLIENTS;

/** The parts of onnxruntime-node that are used here. */
interface OrtTensor {
  readonly data: Float32Array;
  readonly dims: readonly number[];
}
type Values = Record<string, OrtTensor>;
interface Session {
  readonly inputNames: readonly string[];
  run(inputs: Values): Promise<Values>;
}
interface Ort {
  readonly InferenceSession: { create(path: string, options: object): Promise<Session> };
  readonly Tensor: new (type: string, data: Float32Array | BigInt64Array, dims: readonly number[]) => OrtTensor;
}

/** The parts of @huggingface/transformers that are used here. */
type Writer = (prompt: string, options: object) => Promise<{ generated_text: string }[]>;
interface TransformersJs {
  readonly env: { allowRemoteModels: boolean; localModelPath: string };
  pipeline(task: 'text-generation', model: string, options: object): Promise<Writer>;
}

const oneThread = { intraOpNumThreads: 1, interOpNumThreads: 1 };
const TOKENS = [104, 7, 33, 99, 200, 5, 64, 12];

/** The logits of our own decoder after each token. */
async function expectedLogits(model: TrainableModel, tokens: readonly number[]): Promise<Float32Array[]> {
  const decoder = new CachedReader(model, 1);
  const logits: Float32Array[] = [];
  for (const token of tokens) logits.push(await decoder.feed(Int32Array.of(token)));
  return logits;
}

function worstDifference(ours: readonly Float32Array[], theirs: Float32Array): number {
  const whole = ours.flatMap((row) => [...row]);
  expect(theirs.length).toBe(whole.length);
  return whole.reduce((worst, value, i) => Math.max(worst, Math.abs(value - theirs[i])), 0);
}

/** The mean loss over every token after the first. */
function lossOf(logits: Float32Array, tokens: readonly number[], n_vocab: number): number {
  const losses = tokens.slice(1).map((token, t) => {
    const row = [...logits.subarray(t * n_vocab, (t + 1) * n_vocab)];
    const largest = Math.max(...row);
    return largest + Math.log(row.reduce((sum, value) => sum + Math.exp(value - largest), 0)) - row[token];
  });
  return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
}

describe.skipIf(clients === undefined)(
  'clients of ONNX (TPDNE_NODE_CLIENTS: onnxruntime-node, @huggingface/transformers)',
  () => {
    let ort: Ort;
    let transformers: TransformersJs;
    let model: TrainableModel;
    beforeAll(async () => {
      const require = createRequire(join(resolve(clients!), 'here.js'));
      ort = require('onnxruntime-node');
      transformers = await import(pathToFileURL(require.resolve('@huggingface/transformers')).href);
      // Logits are about 1, for which float32 is exact to about 1e-4.
      model = await tinyModel(openReferenceDevice(), (_, values) => values.set(values.map((value) => 4 * value)));
    }, 1_800_000);

    async function exported(): Promise<string> {
      const path = join(temporaryFolder(), 'tiny');
      const { parameters, configuration } = model;
      const story = { step: 5, base: null, trainingTokens: null };
      const content = { name: 'tiny', parameters, configuration, tokenizer: tinyTokenizer, story };
      await exportFormats.onnx.write(nodeFiles, path, content, 'float32', { modelfile: false });
      return path;
    }

    const open = (path: string) => ort.InferenceSession.create(path, oneThread);
    const integers = (rows: readonly (readonly number[])[]) =>
      new ort.Tensor('int64', BigInt64Array.from(rows.flat(), BigInt), [rows.length, rows[0].length]);
    const emptyCache = (session: Session, texts: number): Values => {
      const { heads, width } = model.shape;
      const names = session.inputNames.filter((name) => name.startsWith('past_key_values.'));
      const shape = [texts, heads, 0, width / heads];
      return Object.fromEntries(names.map((name) => [name, new ort.Tensor('float32', new Float32Array(0), shape)]));
    };
    const counted = (begin: number, end: number) => Array.from({ length: end - begin }, (_, i) => begin + i);
    const run = (session: Session, tokens: readonly number[], cache = emptyCache(session, 1), past = 0) =>
      session.run({
        input_ids: integers([tokens]),
        attention_mask: integers([counted(0, past + tokens.length).map(() => 1)]),
        position_ids: integers([counted(past, past + tokens.length)]),
        ...cache,
      });
    const nextCache = (outputs: Values): Values =>
      Object.fromEntries(
        Object.entries(outputs)
          .filter(([name]) => name.startsWith('present.'))
          .map(([name, value]) => [name.replace('present', 'past_key_values'), value]),
      );

    test('ONNX Runtime computes the same logits, in one pass and token by token', async () => {
      const session = await open(join(await exported(), 'onnx/model.onnx'));
      const expected = await expectedLogits(model, TOKENS);
      expect(Math.max(...expected[0])).toBeGreaterThan(0.5);
      const whole = await run(session, TOKENS);
      expect(whole.logits.dims).toEqual([1, TOKENS.length, model.shape.vocabulary]);
      expect(worstDifference(expected, whole.logits.data)).toBeLessThan(1e-4);
      let cache = emptyCache(session, 1);
      for (const [t, token] of TOKENS.entries()) {
        const outputs = await run(session, [token], cache, t);
        expect(worstDifference([expected[t]], outputs.logits.data)).toBeLessThan(1e-4);
        cache = nextCache(outputs);
      }
      expect(cache['past_key_values.1.value'].dims[2]).toBe(TOKENS.length);
    });

    test('ONNX Runtime computes the same logits on WebGPU, if there is a device for it', async ({ skip }) => {
      const path = join(await exported(), 'onnx/model.onnx');
      const onGpu = { ...oneThread, executionProviders: ['webgpu'] };
      const session = await ort.InferenceSession.create(path, onGpu).catch((error) => {
        if (String(error).includes('WebGPU adapter')) return skip('There is no adapter for WebGPU.');
        throw error;
      });
      const expected = await expectedLogits(model, TOKENS);
      const outputs = await run(session, TOKENS.slice(0, 5));
      expect(worstDifference(expected.slice(0, 5), outputs.logits.data)).toBeLessThan(1e-4);
      const rest = await run(session, TOKENS.slice(5), nextCache(outputs), 5);
      expect(worstDifference(expected.slice(5), rest.logits.data)).toBeLessThan(1e-4);
    }, 600_000);

    test('ONNX Runtime: padding in front of a text does not change its logits', async () => {
      const session = await open(join(await exported(), 'onnx/model.onnx'));
      const short = TOKENS.slice(0, 5);
      const outputs = await session.run({
        input_ids: integers([TOKENS, [0, 0, 0, ...short]]),
        attention_mask: integers([TOKENS.map(() => 1), [0, 0, 0, ...short.map(() => 1)]]),
        position_ids: integers([counted(0, 8), [1, 1, 1, ...counted(0, 5)]]),
        ...emptyCache(session, 2),
      });
      const rows = outputs.logits.data.subarray((8 + 3) * model.shape.vocabulary);
      expect(worstDifference(await expectedLogits(model, short), rows)).toBeLessThan(1e-4);
    });

    test('ONNX Runtime finds the weights outside the graph', async () => {
      const folder = temporaryFolder();
      const limits = { largestMessageBytes: 2 ** 14, largestDataBytes: 2 ** 15, smallestOutsideBytes: 2 ** 10 };
      const files = onnxFiles('model.onnx', onnxGraph(model.configuration, model.parameters, 'float32'), limits);
      expect(files.length).toBeGreaterThan(1);
      for (const { name, write } of files) {
        const file = collector();
        await write(file.write);
        writeFileSync(join(folder, name), file.bytes());
      }
      const { logits } = await run(await open(join(folder, 'model.onnx')), TOKENS);
      expect(worstDifference(await expectedLogits(model, TOKENS), logits.data)).toBeLessThan(1e-4);
    });

    test('ONNX Runtime: with 8-bit weights the loss is nearly the same', async () => {
      const path = await exported();
      const { vocabulary: n_vocab } = model.shape;
      const exact = await run(await open(join(path, 'onnx/model.onnx')), TOKENS);
      const rounded = await run(await open(join(path, 'onnx/model_quantized.onnx')), TOKENS);
      expect(rounded.logits.data).not.toEqual(exact.logits.data);
      const difference = lossOf(rounded.logits.data, TOKENS, n_vocab) - lossOf(exact.logits.data, TOKENS, n_vocab);
      expect(Math.abs(difference)).toBeLessThan(0.05);
    });

    test('transformers.js loads the folder and writes what we write', async () => {
      const path = await exported();
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
