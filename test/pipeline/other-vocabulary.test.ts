import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeParameters } from '../../src/engine/checkpoint/parameters-file.ts';
import { openReferenceDevice } from '../../src/engine/device/reference/reference-device.ts';
import { CachedReader } from '../../src/engine/models/decoding-state.ts';
import { gpt2Configuration } from '../../src/engine/models/gpt2/architecture.ts';
import { TrainableModel } from '../../src/engine/models/language-model.ts';
import { initialise } from '../../src/engine/models/parameters.ts';
import { Random } from '../../src/engine/random.ts';
import { BpeTokenizer } from '../../src/engine/tokens/bpe/bpe-tokenizer.ts';
import { characterOfByte } from '../../src/engine/tokens/bpe/byte-alphabet.ts';
import { formatTokenizerJson, parseTokenizerJson } from '../../src/engine/tokens/bpe/tokenizer-json.ts';
import { exportModel } from '../../src/index.ts';
import { nodeProject } from '../../src/node/project/node-project.ts';
import { loadModel } from '../../src/pipeline/models/load-model.ts';
import { collector } from '../engine/checkpoint/tiny-weights.ts';
import { smallVocabulary } from '../engine/tokens/bpe/small-vocabulary.ts';
import { eventsOf, tinyWorkplace, trained } from './tiny-workplace.ts';

const N_VOCAB = 32_000;
const shape = gpt2Configuration({ n_vocab: N_VOCAB, n_ctx: 512, n_embd: 16, n_head: 2, n_layer: 1 }, 'test');
/** A Python with torch and transformers. */
const python = process.env.TPDNE_PYTHON;

/** Pairs of bytes as merges, letters first, as many as fit besides the bytes and the end mark. */
function vocabulary() {
  const letters = [...'Ġetaoinshrdlucmfwygpbvk'];
  const ordered = [...letters, ...characterOfByte.filter((character) => !letters.includes(character))];
  const pairs = ordered.flatMap((left) => ordered.map((right) => [left, right] as const));
  return smallVocabulary(pairs.slice(0, N_VOCAB - 257));
}

/** A folder as published on the hub: weights, config.json, and a vocabulary only in tokenizer.json. */
async function writeModel(folder: string): Promise<void> {
  const device = openReferenceDevice();
  const model = new TrainableModel(device, shape);
  initialise(device, model.parameters, Random.fromSeed(3));
  const weights = collector();
  await writeParameters(weights.write, model);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'model.safetensors'), weights.bytes());
  writeFileSync(
    join(folder, 'config.json'),
    shape.fileText('config.json', { beginMark: N_VOCAB - 1, endMark: N_VOCAB - 1 }),
  );
  writeFileSync(join(folder, 'tokenizer.json'), formatTokenizerJson(vocabulary()));
  await device.close();
}

/** The folder for transformers of such a model after ten training steps. */
async function exportedAfterTraining(): Promise<string> {
  const root = await tinyWorkplace();
  await writeModel(join(root, 'models/other'));
  const { events } = await trained(root, { model_name: 'other', steps: 10, window: 16, batch_size: 1 });
  expect(eventsOf(events, 'step').length).toBe(10);
  const out = join(root, 'exported');
  for await (const _ of exportModel({ out, to: 'huggingface', run: 'run1' }, { root }));
  return out;
}

test('a model with another vocabulary is loaded, trained and exported with it', async () => {
  const out = await exportedAfterTraining();
  expect(JSON.parse(readFileSync(join(out, 'config.json'), 'utf8'))).toMatchObject({
    vocab_size: N_VOCAB,
    n_positions: 512,
    eos_token_id: N_VOCAB - 1,
  });
  const tokenizer = new BpeTokenizer(parseTokenizerJson(readFileSync(join(out, 'tokenizer.json'), 'utf8'), 'out'));
  const before = new BpeTokenizer(vocabulary());
  const text = 'It says the same again and again.';
  expect([...tokenizer.encode(text)]).toEqual([...before.encode(text)]);
  expect(before.encode(text).length).toBeLessThan(text.length * 0.7);
});

test.skipIf(python === undefined)(
  'transformers (TPDNE_PYTHON) loads it and computes the same logits',
  async () => {
    const out = await exportedAfterTraining();
    const { model, tokenizer } = await loadModel(nodeProject(), openReferenceDevice(), out);
    const text = 'It says the same';
    const tokens = Int32Array.from(tokenizer.encode(text));
    const expected = await new CachedReader(model, 1).feed(tokens);
    const script = [
      'import json, sys, torch',
      'from transformers import AutoModelForCausalLM, AutoTokenizer',
      'model = AutoModelForCausalLM.from_pretrained(sys.argv[1]).eval()',
      'ids = AutoTokenizer.from_pretrained(sys.argv[1])(sys.argv[2], return_tensors="pt")["input_ids"]',
      'print(json.dumps({"ids": ids[0].tolist(), "logits": model(ids).logits[0, -1].tolist()}))',
    ].join('\n');
    const found = JSON.parse(
      execFileSync(python!, ['-c', script, out, text], { encoding: 'utf8' }).trim().split('\n').at(-1)!,
    );
    expect(found.ids).toEqual([...tokens]);
    const worst = expected.reduce((most, value, i) => Math.max(most, Math.abs(value - found.logits[i])), 0);
    expect(worst).toBeLessThan(1e-4);
  },
  1_800_000,
);
