// The effect of rounding on an exported model: the loss and perplexity of the example text, computed by other software
// from each export of one model.
//
//   node bench/exports.mjs --model FOLDER [--llama FOLDER] [--clients FOLDER] [--tokens 256]
//
// --model is a model's folder, such as a checkpoint; --llama contains node_modules/node-llama-cpp,
// --clients node_modules/onnxruntime-node.
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { exampleText } from './example-text.mjs';
import { loadSources } from './sources.mjs';

const { values: options } = parseArgs({
  options: {
    model: { type: 'string' },
    llama: { type: 'string' },
    clients: { type: 'string' },
    tokens: { type: 'string', default: '256' },
  },
});
const engine = await loadSources(
  'src/engine/device/reference/reference-device.ts',
  'src/pipeline/models/load-model.ts',
  'src/pipeline/export/export-formats.ts',
  'src/node/project/node-project.ts',
);
const project = engine.nodeProject();
const { model, tokenizer, ...description } = await engine.loadModel(
  project,
  engine.openReferenceDevice(),
  options.model,
);
const { parameters, configuration } = model;
const story = { step: null, base: null, trainingTokens: null };
const content = { ...description, name: 'bench', parameters, tokenizer, story };
const tokens = [
  ...tokenizer.encode(await exampleText()).slice(0, Math.min(Number(options.tokens), configuration.shape.context)),
];
const root = await mkdtemp(join(tmpdir(), 'tpdne-bench-exports-'));
try {
  if (options.llama !== undefined) {
    await report('llama.cpp', ['float32', 'bfloat16', 'q8_0', 'q4_0'], async (type) => {
      const path = join(root, `${type}.gguf`);
      await engine.exportFormats.gguf.write(project.files, path, content, type, { modelfile: false });
      return llamaLoss(path);
    });
  }
  if (options.clients !== undefined) {
    await engine.exportFormats.onnx.write(project.files, join(root, 'onnx'), content, 'float32', { modelfile: false });
    await report('ONNX Runtime', ['model', 'model_quantized'], (name) =>
      onnxLoss(join(root, `onnx/onnx/${name}.onnx`)),
    );
  }
} finally {
  await rm(root, { recursive: true });
}

/** The first of `kinds` is exact. */
async function report(software, kinds, lossOf) {
  let exact = null;
  for (const kind of kinds) {
    const loss = await lossOf(kind);
    exact ??= loss;
    const change = ((Math.exp(loss - exact) - 1) * 100).toFixed(3);
    console.log(`${software}, ${kind}: loss ${loss.toFixed(5)}, perplexity ${Math.exp(loss).toFixed(3)} (${change} %)`);
  }
}

async function llamaLoss(modelPath) {
  const require = createRequire(join(resolve(options.llama), 'here.js'));
  const { getLlama, LlamaLogLevel } = await import(pathToFileURL(require.resolve('node-llama-cpp')).href);
  const llama = await getLlama({ gpu: false, build: 'never', skipDownload: true, logLevel: LlamaLogLevel.error });
  const loaded = await llama.loadModel({ modelPath });
  const context = await loaded.createContext({ contextSize: tokens.length + 8 });
  const asked = tokens.slice(0, -1).map((token) => [token, { generateNext: { probabilities: true } }]);
  const answers = await context.getSequence().controlledEvaluate(asked);
  const losses = answers.map(({ next }, i) => -Math.log(next.probabilities.get(tokens[i + 1])));
  await llama.dispose();
  return mean(losses);
}

async function onnxLoss(path) {
  const ort = createRequire(join(resolve(options.clients), 'here.js'))('onnxruntime-node');
  const session = await ort.InferenceSession.create(path);
  const { vocabulary } = configuration.shape;
  const integers = (list) => new ort.Tensor('int64', BigInt64Array.from(list, BigInt), [1, list.length]);
  const past = session.inputMetadata.filter(({ name }) => name.startsWith('past_key_values'));
  const empty = ([, keyHeads, , headWidth]) =>
    new ort.Tensor('float32', new Float32Array(0), [1, keyHeads, 0, headWidth]);
  const { logits } = await session.run({
    input_ids: integers(tokens),
    attention_mask: integers(tokens.map(() => 1)),
    position_ids: integers(tokens.map((_, i) => i)),
    ...Object.fromEntries(past.map(({ name, shape }) => [name, empty(shape)])),
  });
  const losses = tokens.slice(1).map((token, i) => {
    const row = logits.data.subarray(i * vocabulary, (i + 1) * vocabulary);
    const largest = row.reduce((most, value) => Math.max(most, value));
    return largest + Math.log(row.reduce((sum, value) => sum + Math.exp(value - largest), 0)) - row[token];
  });
  return mean(losses);
}

function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
