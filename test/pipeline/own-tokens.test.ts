import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ModelFolderFault } from '../../src/engine/checkpoint/load-model.ts';
import { writeParameters } from '../../src/engine/checkpoint/parameters-file.ts';
import { openReferenceDevice } from '../../src/engine/device/reference/reference-device.ts';
import { generateTexts } from '../../src/engine/generation/generate-texts.ts';
import { CachedReader } from '../../src/engine/models/decoding-state.ts';
import { gpt2Configuration } from '../../src/engine/models/gpt2/architecture.ts';
import { TrainableModel } from '../../src/engine/models/language-model.ts';
import { initialise } from '../../src/engine/models/parameters.ts';
import { Random } from '../../src/engine/random.ts';
import { formatTokenizerJson } from '../../src/engine/tokens/bpe/tokenizer-json.ts';

import { VocabularyFault } from '../../src/engine/tokens/tokenizer.ts';
import { textLoss } from '../../src/engine/training/text-loss.ts';
import { exportModel } from '../../src/index.ts';
import { nodeProject } from '../../src/node/project/node-project.ts';
import { loadModel } from '../../src/pipeline/models/load-model.ts';
import { collector } from '../engine/checkpoint/tiny-weights.ts';
import { smallVocabulary } from '../engine/tokens/bpe/small-vocabulary.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { tinyWorkplace, trained } from './tiny-workplace.ts';

const small = smallVocabulary([
  ['t', 'h'],
  ['th', 'e'],
]);
const END = 258;

/** A model with this many rows, and these files next to it. */
async function folderOf(rows: number, files: Record<string, object | string>, folder = temporaryFolder()) {
  const device = openReferenceDevice();
  const shape = gpt2Configuration({ n_vocab: rows, n_ctx: 16, n_embd: 8, n_head: 2, n_layer: 1 }, 'test');
  const model = new TrainableModel(device, shape);
  initialise(device, model.parameters, Random.fromSeed(3));
  for await (const { spec, values } of model.parameters.entries()) {
    device.write(
      model.parameters.get(spec.name),
      values.map((value) => 12 * value),
    );
  }
  const weights = collector();
  await writeParameters(weights.write, model);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'model.safetensors'), weights.bytes());
  writeFileSync(join(folder, 'config.json'), shape.fileText('config.json', { beginMark: END, endMark: END }));
  for (const [name, content] of Object.entries(files)) {
    writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
  }
  await device.close();
  return folder;
}

const pair = { 'vocab.json': small.encoder, 'merges.txt': small.merges };
const flags = { lstrip: false, rstrip: false, single_word: false, normalized: false, special: true };
const whole = (...contents: string[]) =>
  formatTokenizerJson({ ...small, added: contents.map((content, i) => ({ id: 259 + i, content, ...flags })) });
const decoder = (...contents: string[]) => ({
  added_tokens_decoder: Object.fromEntries(contents.map((content, i) => [259 + i, { content, ...flags }])),
});
const marks = ['[PAD]', '[CLS]', '[終]'];

const layouts: Record<string, [rows: number, files: Record<string, object | string>, own: readonly string[]]> = {
  'tokenizer.json alone': [260, { 'tokenizer.json': whole('[PAD]') }, ['[PAD]']],
  'two files and added_tokens.json': [
    260,
    { ...pair, 'added_tokens.json': { '[PAD]': 259 }, 'special_tokens_map.json': { pad_token: '[PAD]' } },
    ['[PAD]'],
  ],
  'two files and tokenizer.json': [260, { ...pair, 'tokenizer.json': whole('[PAD]') }, ['[PAD]']],
  'all of them': [
    260,
    {
      ...pair,
      'tokenizer.json': whole('[PAD]'),
      'added_tokens.json': { '[PAD]': 259 },
      'tokenizer_config.json': decoder('[PAD]'),
    },
    ['[PAD]'],
  ],
  'three marks': [262, { ...pair, 'added_tokens.json': { '[PAD]': 259, '[CLS]': 260, '[終]': 261 } }, marks],
  'three marks in tokenizer.json': [262, { 'tokenizer.json': whole(...marks) }, marks],
  'three marks in the decoder': [262, { ...pair, 'tokenizer_config.json': decoder(...marks) }, marks],
  'a mark of other letters': [260, { ...pair, 'added_tokens.json': { 終: 259 } }, ['終']],
  "OpenAI's names": [
    260,
    { 'encoder.json': small.encoder, 'vocab.bpe': small.merges, 'tokenizer_config.json': decoder('[終]') },
    ['[終]'],
  ],
  'a mark that is in the vocabulary': [259, { ...pair, 'special_tokens_map.json': { pad_token: 'the' } }, []],
  'no marks but flags of them': [259, { ...pair, 'tokenizer_config.json': { pad_token: null, eos_token: 'x' } }, []],
  'padded rows': [264, pair, []],
  'padded rows and a mark': [320, { ...pair, 'added_tokens.json': { '[PAD]': 259 } }, ['[PAD]']],
  'a mark for which the model has no row': [259, { ...pair, 'added_tokens.json': { '[PAD]': 259 } }, []],
};

test.each(Object.entries(layouts))('%s: loads, reads its marks, and draws only real tokens', async (_, layout) => {
  const [rows, files, own] = layout;
  const { model, tokenizer } = await loadModel(nodeProject(), openReferenceDevice(), await folderOf(rows, files));
  expect(model.shape.vocabulary).toBe(rows);
  expect(tokenizer.vocabularySize).toBe(259 + own.length);
  for (const [i, mark] of own.entries()) {
    expect(tokenizer.decode([259 + i])).toBe(mark);
    expect(tokenizer.unusedTokens).toContain(259 + i);
    // A post may name a mark, and stays text then.
    expect(tokenizer.encode(`a${mark}b`)).not.toContain(259 + i);
    expect(tokenizer.decode(tokenizer.encode(`a${mark}b`))).toBe(`a${mark}b`);
  }
  const sampling = { temperature: 50, top_k: 0, top_p: 0, repetition_penalty: 1 };
  const request = { prompt: 'the', count: 20, batchSize: 10, length: 60, sampling, seed: 1, stopAtEnd: false };
  for await (const _ of generateTexts(model, tokenizer, { ...request, includePrompt: false }));
});

test('rows without a token count in the loss, as in PyTorch', async () => {
  const { model, tokenizer } = await loadModel(nodeProject(), openReferenceDevice(), await folderOf(320, pair));
  const text = Uint16Array.from(tokenizer.encode('the cat and t'));
  let losses = 0;
  for (let at = 1; at < text.length; at++) {
    const logits = await new CachedReader(model, 1).feed(Int32Array.from(text.subarray(0, at)));
    losses += Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit), 0)) - logits[text[at]];
  }
  expect(await textLoss(model, text)).toBeCloseTo(losses / (text.length - 1), 5);
});

test.each<[string, number, Record<string, object | string>, typeof VocabularyFault | typeof ModelFolderFault, RegExp]>([
  ['too few tokens', 300, pair, ModelFolderFault, /has 259 tokens, and the model 300/],
  ['far too few tokens', 2048, pair, ModelFolderFault, /has 259 tokens, and the model 2048/],
  ['too many', 256, pair, ModelFolderFault, /has 259 tokens, and the model 256/],
  [
    'files that contradict each other',
    261,
    { ...pair, 'added_tokens.json': { '[PAD]': 260 }, 'tokenizer_config.json': decoder('[PAD]') },
    VocabularyFault,
    /the id 260, and another file.* 259/,
  ],
  [
    'a broken added_tokens.json',
    260,
    { ...pair, 'added_tokens.json': '{"[PAD]":' },
    VocabularyFault,
    /added_tokens\.json is not valid JSON/,
  ],
  [
    'a number for a token',
    260,
    { ...pair, 'tokenizer_config.json': { added_tokens_decoder: { 259: { content: 5 } } } },
    VocabularyFault,
    /adds the token 5/,
  ],
  ['no number for an id', 260, { ...pair, 'added_tokens.json': { '[PAD]': 'x' } }, VocabularyFault, /the id "x"/],
])('%s is refused', async (_, rows, files, fault, message) => {
  const loading = loadModel(nodeProject(), openReferenceDevice(), await folderOf(rows, files));
  await expect(loading).rejects.toThrow(fault);
  await expect(loading).rejects.toThrow(message);
});

test('a model with its own marks and padded rows keeps them when trained, exported and loaded', async () => {
  const root = await tinyWorkplace();
  await folderOf(320, { ...pair, 'added_tokens.json': { '[終]': 259 } }, join(root, 'models/own'));
  writeFileSync(join(root, 'own.txt'), 'the [終] a b c\n'.repeat(30));
  await trained(root, { model_name: 'own', dataset: join(root, 'own.txt'), steps: 2, window: 8, batch_size: 1 });
  const checkpoint = join(root, 'checkpoint/run1/model-2');
  const loaded = await loadModel(nodeProject(), openReferenceDevice(), checkpoint);
  expect(loaded.tokenizer.decode([257, 259])).toBe('the[終]');
  const logits = await new CachedReader(loaded.model, 1).feed(Int32Array.of(257, 259));
  for (const [to, name] of [
    ['huggingface', 'hf'],
    ['gguf', 'm.gguf'],
    ['tensorflow', 'tf'],
  ] as const) {
    const out = join(root, name);
    for await (const _ of exportModel({ out, to, run: 'run1', dtype: 'float32' }, { root }));
    const again = await loadModel(nodeProject(), openReferenceDevice(), out);
    expect(again.tokenizer.decode([257, 259]), to).toBe('the[終]');
    expect(again.tokenizer.unusedTokens, to).toEqual([259]);
    expect(again.tokenizer.vocabularySize, to).toBe(260);
    expect(await new CachedReader(again.model, 1).feed(Int32Array.of(257, 259)), to).toEqual(logits);
  }
  const config = JSON.parse(readFileSync(join(root, 'hf/tokenizer_config.json'), 'utf8'));
  expect(config.added_tokens_decoder).toEqual({ 259: { content: '[終]', ...flags } });
});

test('a model without its own marks has no files about them', async () => {
  const root = await tinyWorkplace();
  await trained(root, { steps: 1 });
  expect(existsSync(join(root, 'checkpoint/run1/model-1/tokenizer_config.json'))).toBe(false);
  expect(readdirSync(join(root, 'checkpoint/run1/model-1'))).toContain('encoder.json');
});
