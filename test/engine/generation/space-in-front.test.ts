import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Device } from '../../../src/engine/device/device.ts';
import { openReferenceDevice } from '../../../src/engine/device/reference/reference-device.ts';
import { generateTexts } from '../../../src/engine/generation/generate-texts.ts';
import { BeginsWith, stablePrompt } from '../../../src/engine/generation/prompt-seam.ts';
import { AfterSpace, FORBIDDEN, type TextConstraints } from '../../../src/engine/generation/text-constraints.ts';
import { gpt2Configuration } from '../../../src/engine/models/gpt2/architecture.ts';
import { TrainableModel } from '../../../src/engine/models/language-model.ts';
import { tokenizerIn } from '../../../src/engine/tokens/tokenizer-kinds.ts';
import { memoryFiles } from '../memory-files.ts';
import { filesOf } from '../tokens/sentencepiece/small-pieces.ts';

/** It puts a space in front of every text. */
const tokenizer = await tokenizerIn(memoryFiles(filesOf('older')));

let device: Device;
let model: TrainableModel;
beforeEach(async () => {
  device = openReferenceDevice();
  const hparams = { n_vocab: tokenizer.vocabularySize, n_ctx: 16, n_embd: 4, n_head: 1, n_layer: 1 };
  model = new TrainableModel(device, gpt2Configuration(hparams, 'test'));
  const [the] = tokenizer.encode('the');
  // The next token is always " the".
  for await (const { spec, values } of model.parameters.entries()) {
    if (spec.name === 'ln_f.bias') values.fill(1);
    else if (spec.name === 'wte.weight') values.fill(0).fill(1, the * 4, (the + 1) * 4);
    else values.fill(0);
    device.write(model.parameters.get(spec.name), values);
  }
});
afterEach(async () => {
  model.free();
  await device.close();
});

async function textAfter(prompt: string, rules?: TextConstraints): Promise<string> {
  const sampling = { temperature: 0, top_k: 0, top_p: 0, repetition_penalty: 1 };
  const request = { prompt, rules, sampling, count: 1, batchSize: 1, length: 2, seed: 1 };
  for await (const event of generateTexts(model, tokenizer, { ...request, stopAtEnd: true, includePrompt: true })) {
    if (event.type === 'text-done') return event.text;
  }
  throw new Error('There is no text.');
}

test('a text from the beginning does not begin with a space, one that continues a prompt may', async () => {
  expect(await textAfter('')).toBe('the the');
  expect(await textAfter('tea')).toBe('tea the the');
});

test('constraints hold for the text without the space in front', async () => {
  expect(await textAfter('', new BeginsWith('the t'))).toBe('the the');
  expect(await textAfter('tea', new BeginsWith('tea t'))).toBe('tea the the');
});

test('a prompt is cut where its tokens stay the same', () => {
  expect(stablePrompt(tokenizer, 'the tea ')).toBe('the tea');
  expect(stablePrompt(tokenizer, ' the in')).toBe(' the');
});

describe('constraints after a space', () => {
  const rules = new AfterSpace(new BeginsWith('ab'));
  const walk = (text: string) => {
    let state = rules.start;
    for (const byte of new TextEncoder().encode(text)) if (state !== FORBIDDEN) state = rules.next(state, byte);
    return state;
  };
  test.each([' ab', 'ab'])('%j is allowed, then anything', (text) => {
    expect(rules.isFree(walk(text.slice(0, -1)))).toBe(false);
    expect(rules.isFree(walk(text))).toBe(true);
  });
  test.each(['  ab', 'b', ' b', 'a b'])('%j is not', (text) => {
    expect(walk(text)).toBe(FORBIDDEN);
  });
  test('are free from the start if they allow everything', () => {
    expect(new AfterSpace(new BeginsWith('')).isFree(0)).toBe(true);
    expect(rules.isFree(rules.start)).toBe(false);
  });
});
