import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { onnxFiles } from '../../../src/engine/checkpoint/formats/onnx/onnx.ts';
import { onnxGraph } from '../../../src/engine/checkpoint/formats/onnx/onnx-model.ts';
import { gpt2Configuration } from '../../../src/engine/models/gpt2/architecture.ts';
import { TrainableModel } from '../../../src/engine/models/language-model.ts';
import type { ModelInTraining } from '../../../src/engine/models/model.ts';
import { initialise } from '../../../src/engine/models/parameters.ts';
import { WindowPass } from '../../../src/engine/models/training-pass.ts';
import { Random } from '../../../src/engine/random.ts';
import { BpeTokenizer } from '../../../src/engine/tokens/bpe/bpe-tokenizer.ts';
import { nodeFiles } from '../../../src/node/files/node-files.ts';
import { nodeProject } from '../../../src/node/project/node-project.ts';
import { type ExportType, exportFormats } from '../../../src/pipeline/export/export-formats.ts';
import { loadModel } from '../../../src/pipeline/models/load-model.ts';
import { collector } from '../../engine/checkpoint/tiny-weights.ts';
import { fixtureNames, fixtureSource, fixtureText, loadFixture } from '../../engine/models/fixtures.ts';
import { smallVocabulary } from '../../engine/tokens/bpe/small-vocabulary.ts';
import { referenceDevice } from '../../node/models/tiny-checkpoint.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { openBaseModel, TEXT } from './base-model.ts';

/** The Python, named by TPDNE_PYTHON, that has torch, transformers, gguf, tensorflow, onnx and onnxruntime; null if there is none. */
function pythonWith(modules: string): string | null {
  const python = process.env.TPDNE_PYTHON;
  if (python === undefined) return null;
  execFileSync(python, ['-c', `import ${modules}`]);
  return python;
}

const python = pythonWith('torch, transformers, gguf, tensorflow, onnx, onnxruntime');
const script = fileURLToPath(new URL('other_software.py', import.meta.url));
const run = (...line: string[]) =>
  JSON.parse(
    execFileSync(python!, [script, ...line], { encoding: 'utf8' })
      .trim()
      .split('\n')
      .at(-1)!,
  );

/** The parameters that every file contains. */
const GGUF_KEYS = [
  'general.architecture',
  'general.name',
  'general.file_type',
  'gpt2.block_count',
  'gpt2.context_length',
  'gpt2.embedding_length',
  'gpt2.feed_forward_length',
  'gpt2.attention.head_count',
  'gpt2.attention.layer_norm_epsilon',
  'tokenizer.ggml.model',
  'tokenizer.ggml.pre',
  'tokenizer.ggml.tokens',
  'tokenizer.ggml.token_type',
  'tokenizer.ggml.merges',
  'tokenizer.ggml.bos_token_id',
  'tokenizer.ggml.eos_token_id',
];

async function weightsOf(model: ModelInTraining): Promise<Map<string, Float32Array>> {
  const weights = new Map<string, Float32Array>();
  for await (const { spec, values } of model.parameters.entries()) weights.set(spec.name, values);
  return weights;
}

describe.skipIf(python === null)(
  'other software (TPDNE_PYTHON with torch, transformers, gguf, tensorflow, onnx, onnxruntime)',
  () => {
    test('reads exported models: the same loss, tokens and weights', { timeout: 1_800_000 }, async () => {
      const folder = temporaryFolder();
      const vocabulary = smallVocabulary([
        ['a', 'b'],
        ['ab', 'c'],
        ['Ġ', 'ab'],
      ]);
      const tokenizer = new BpeTokenizer(vocabulary);
      const shape = gpt2Configuration({ n_vocab: 260, n_ctx: 16, n_embd: 32, n_head: 2, n_layer: 2 }, 'test');
      const device = referenceDevice();
      const model = new TrainableModel(device, shape);
      initialise(device, model.parameters, Random.fromSeed(1, 'weights'));
      const story = { step: 5, base: 'nano', trainingTokens: 1000 };
      const exported = {
        name: 'tiny',
        parameters: model.parameters,
        configuration: shape,
        tokenizer,
        story,
      };
      const options = { modelfile: false };
      await exportFormats.huggingface.write(nodeFiles, join(folder, 'hf'), exported, 'float32', options);
      await exportFormats.onnx.write(nodeFiles, join(folder, 'onnx'), exported, 'float32', options);
      await exportFormats.tensorflow.write(nodeFiles, join(folder, 'tensorflow'), exported, 'float32', options);
      for (const type of exportFormats.gguf.types) {
        await exportFormats.gguf.write(nodeFiles, join(folder, `${type}.gguf`), exported, type, options);
      }
      const found = run('read', folder);

      const [inputs, targets] = [Int32Array.of(1, 7, 3, 9, 200), Int32Array.of(7, 3, 9, 200, 5)];
      const pass = new WindowPass(model, 1, 5, 'evaluate');
      expect(found.loss).toBeCloseTo(await pass.evaluate({ inputs, targets }), 5);
      expect(found.ids).toEqual([...tokenizer.encode('ab abc '), 259, ...tokenizer.encode(' é')]);
      expect(found.onnx.model).toBeLessThan(1e-4);
      expect(found.onnx.model_quantized).toBeLessThan(0.05);
      expect(found.tensorflow).toEqual({ variables: 28, differ: 0 });
      const worst: Record<ExportType, number> = {
        float32: 0,
        float16: 2 ** -11,
        bfloat16: 2 ** -8,
        q8_0: 0.005,
        q4_0: 0.13,
      };
      for (const [type, allowed] of Object.entries(worst)) {
        expect(found[type], type).toMatchObject({ tensors: 28, architecture: 'gpt2', tokens: 260 });
        expect(found[type].keys, type).toEqual(expect.arrayContaining(GGUF_KEYS));
        expect(found[type].worst, type).toBeLessThanOrEqual(allowed);
      }
    });

    test('a trained model has the same logits and writes the same text in transformers', {
      timeout: 1_800_000,
    }, async () => {
      const folder = temporaryFolder();
      const base = await openBaseModel();
      await exportFormats.huggingface.write(nodeFiles, join(folder, 'hf'), base.exported, 'float32', {
        modelfile: false,
      });
      const tokens = [...base.tokenizer.encode(TEXT)];
      const rows = await base.scores(tokens);
      writeFileSync(join(folder, 'ids.json'), JSON.stringify(tokens));
      writeFileSync(join(folder, 'scores.f32'), Buffer.concat(rows.map((row) => new Uint8Array(row.buffer))));
      const prompt = tokens.slice(0, 24);
      writeFileSync(join(folder, 'prompt.txt'), base.tokenizer.decode(prompt));
      const found = run('trained', folder);
      console.log(`logits up to ${found.largest}, by at most ${found.worst} others in transformers`);
      expect(found.largest).toBeGreaterThan(5);
      expect(found.worst).toBeLessThan(1e-4);
      expect(found.text).toBe(base.tokenizer.decode(await base.greedy(prompt, 32)));
    });

    test('graphs of Llama-shaped models are valid ONNX, with the logits of transformers', {
      timeout: 1_800_000,
    }, async () => {
      const folder = temporaryFolder();
      const names = fixtureNames.filter((name) => name.startsWith('tiny-llama/'));
      for (const name of names) {
        const path = join(folder, basename(name));
        mkdirSync(join(path, 'onnx'), { recursive: true });
        writeFileSync(join(path, 'config.json'), fixtureText(name, 'config.json'));
        const { byteLength, read } = fixtureSource(name, 'model.safetensors');
        writeFileSync(join(path, 'model.safetensors'), await read(0, byteLength));
        const { configuration, parameters } = await loadFixture(referenceDevice(), name);
        for (const [file, matrices] of [
          ['model', 'float32'],
          ['model_quantized', 'uint8'],
        ] as const) {
          const [{ write }] = onnxFiles(`${file}.onnx`, onnxGraph(configuration, parameters, matrices));
          const graph = collector();
          await write(graph.write);
          writeFileSync(join(path, 'onnx', `${file}.onnx`), graph.bytes());
        }
      }
      const found: Record<string, { model: number; model_quantized: number }> = run('graphs', folder);
      expect(Object.keys(found)).toEqual(names.map((name) => basename(name)).sort());
      for (const [name, { model, model_quantized }] of Object.entries(found)) {
        expect(model, name).toBeLessThan(1e-4);
        // Of logits up to 3: sums over so few channels, 8 to 24, average little of the rounding out.
        expect(model_quantized, name).toBeLessThan(0.15);
      }
    });

    test('writes models that we read with the same weights, in every format', { timeout: 1_800_000 }, async () => {
      const folder = join(temporaryFolder(), 'models');
      mkdirSync(folder);
      const { encoder, merges } = smallVocabulary([['a', 'b']]);
      writeFileSync(join(folder, 'vocabulary.json'), JSON.stringify(Object.keys(JSON.parse(encoder))));
      run('write', folder);
      const forms = ['safetensors', 'sharded', 'float16', 'bfloat16', 'bin', 'sharded-bin', 'tf', 'gguf'];
      const loaded = new Map<string, Map<string, Float32Array>>();
      for (const form of forms) {
        writeFileSync(join(folder, form, 'encoder.json'), encoder);
        writeFileSync(join(folder, form, 'vocab.bpe'), merges);
        loaded.set(
          form,
          await weightsOf((await loadModel(nodeProject(), referenceDevice(), join(folder, form))).model),
        );
      }
      const expected = loaded.get('safetensors')!;
      expect(Math.max(...expected.get('wte.weight')!)).toBe(127 / 64);
      for (const form of forms) expect(loaded.get(form), form).toEqual(expected);
    });
  },
);
