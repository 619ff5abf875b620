// Makes the model that comes with the package of a checkpoint: its weights in bfloat16, its configuration and its
// vocabulary, as base-model/. The model card, base-model/README.md, is written by hand and stays as it is.
//
//   node scripts/make-base-model.mjs checkpoint/base/model-20000 [base-model]
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadSources } from '../bench/sources.mjs';

const LARGEST_BYTES = 40e6;

const [from, to = fileURLToPath(new URL('../base-model', import.meta.url))] = process.argv.slice(2);
if (from === undefined) {
  console.error('Usage: node scripts/make-base-model.mjs <checkpoint folder> [base-model]');
  process.exit(1);
}
const { openReferenceDevice, loadModel, parameterCount, writeModel } = await loadSources(
  'src/engine/device/reference/reference-device.ts',
  'src/engine/model/parameters.ts',
  'src/node/checkpoints/load-model.ts',
  'src/node/checkpoints/write-model.ts',
);

const device = openReferenceDevice();
const { model, tokenizer, vocabulary } = await loadModel(device, from);
await writeModel(to, { model, vocabulary, endOfText: tokenizer.endOfText }, 'bfloat16');
await device.close();

const names = ['model.safetensors', 'config.json', 'vocab.json', 'merges.txt'];
const bytes = await Promise.all(names.map(async (name) => (await stat(join(to, name))).size));
const total = bytes.reduce((sum, size) => sum + size, 0);
names.forEach((name, i) => {
  console.log(`${(bytes[i] / 1e6).toFixed(2).padStart(8)} MB  ${join(to, name)}`);
});
console.log(
  `${(total / 1e6).toFixed(2).padStart(8)} MB  in all, ${(parameterCount(model.configuration) / 1e6).toFixed(2)} million parameters`,
);
if (total > LARGEST_BYTES) {
  console.error(`A package with more than ${LARGEST_BYTES / 1e6} MB of it is too large to carry along.`);
  process.exit(1);
}
