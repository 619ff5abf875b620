import { describe, expect, test } from 'vitest';
import { openReferenceDevice } from '../../../src/engine/device/reference/reference-device.ts';
import { generateTexts } from '../../../src/engine/generation/generate-texts.ts';
import { LogitsFault, TokenSampler } from '../../../src/engine/generation/sampling.ts';
import type { SamplingSettings } from '../../../src/engine/generation/sampling-settings.ts';
import { Random } from '../../../src/engine/random.ts';
import { nativeDeviceStatus, openNativeDevice } from '../../../src/node/native-device/native-device.ts';
import { saying } from './saying.ts';
import { scoresOf } from './scores-of.ts';
import { tinyModel, tinyTokenizer } from './tiny-model.ts';

const plain: SamplingSettings = { temperature: 1, top_k: 0, top_p: 0, repetition_penalty: 1 };
const native = nativeDeviceStatus();
const devices = [
  { name: 'reference', open: openReferenceDevice, missing: null },
  {
    name: 'cpu',
    open: () => openNativeDevice({ threads: 1, precision: 'float32' }),
    missing: native.available ? null : native.reason,
  },
];

async function written(open: (typeof devices)[number]['open'], sampling: SamplingSettings): Promise<string> {
  const device = await open();
  const request = {
    prompt: 'the',
    count: 1,
    batchSize: 1,
    length: 40,
    sampling,
    seed: 4,
    stopAtEnd: false,
    includePrompt: false,
  };
  let text = '';
  for await (const event of generateTexts(await tinyModel(device), tinyTokenizer, request)) {
    if (event.type === 'text-done') text = event.text;
  }
  await device.close();
  return text;
}

describe.each(devices)('on $name', ({ open, missing }) => {
  test
    .skipIf(missing !== null)
    .each<Partial<SamplingSettings>>([
      { temperature: 5e-324 },
      { temperature: 1e-300 },
      { temperature: 1e-46 },
      { temperature: 1e-39 },
      { temperature: 1e-31 },
      { temperature: 1e-20 },
      { top_k: 1 },
      { top_p: 5e-324 },
      { top_p: 1e-300 },
      { min_p: 1, temperature: 1e-300 },
      { temperature: 1e-300, min_p: 1e-300 },
      { temperature: 1e-300, top_k: 40 },
      { temperature: 1e-300, top_k: 1e9 },
      { temperature: 1e-300, top_p: 0.9 },
      { temperature: 1e-300, top_p: 1 },
      { temperature: 1e-300, top_p: 1e-300 },
      { temperature: 1e300, top_k: 1 },
    ])('%o takes the likeliest token, always', async (settings) => {
    const greedy = await written(open, { ...plain, temperature: 0 });
    expect(await written(open, { ...plain, ...settings })).toBe(greedy);
  });

  test
    .skipIf(missing !== null)
    .each<Partial<SamplingSettings>>([
      { temperature: 1e30 },
      { temperature: 1e39 },
      { temperature: 1e300 },
      { temperature: Number.MAX_VALUE },
      { temperature: 1e300, top_k: 40 },
      { temperature: 1e300, top_p: 0.9 },
      { top_k: Number.MAX_SAFE_INTEGER },
      { top_p: 1 - 2 ** -53 },
      { repetition_penalty: 1 + 2 ** -52 },
      { repetition_penalty: 1e39 },
      { repetition_penalty: Number.MAX_VALUE },
      { repetition_penalty: Number.MAX_VALUE, temperature: 1e-300, top_p: 0.5 },
      { min_p: 5e-324 },
      { min_p: 0.5, temperature: 1e300 },
      { repetition_penalty: 2, repetition_window: 1 },
      { repetition_penalty: 2, repetition_window: Number.MAX_SAFE_INTEGER },
      { dry_multiplier: 5e-324, dry_base: 1, dry_allowed_length: 1 },
      { dry_multiplier: Number.MAX_VALUE, dry_base: Number.MAX_VALUE, dry_allowed_length: 1 },
      { dry_multiplier: 1, dry_allowed_length: Number.MAX_SAFE_INTEGER },
      { temperature: 0, dry_multiplier: Number.MAX_VALUE, dry_allowed_length: 1 },
      { no_repeat_ngram_size: 1 },
      { no_repeat_ngram_size: Number.MAX_SAFE_INTEGER },
      { temperature: 1e-300, no_repeat_ngram_size: 1 },
      { temperature: 1e300, no_repeat_ngram_size: 1 },
      { temperature: 0, repetition_penalty: Number.MAX_VALUE, no_repeat_ngram_size: 1 },
    ])('%o writes all the same', async (settings) => {
    expect((await written(open, { ...plain, ...settings })).length).toBeGreaterThan(10);
  });
});

/** The token of the first draw. */
function drawn(logits: readonly number[], settings: Partial<SamplingSettings>, seen: readonly number[] = []): number {
  const sampler = new TokenSampler({ ...plain, ...settings }, logits.length);
  const scores = scoresOf(Float32Array.from(logits), sampler.temperature);
  return sampler.draw(scores, saying(seen), Random.fromSeed(1), null);
}

test('a penalty without end forbids nothing, also where every token was said and all are unlikely', () => {
  expect(drawn([-3, -1, -2], { repetition_penalty: Number.MAX_VALUE }, [0, 1, 2])).toBeGreaterThanOrEqual(0);
  expect(drawn([-3, -1, -2], { repetition_penalty: Number.MAX_VALUE, temperature: 0 }, [1])).toBe(2);
  expect(drawn([5, -Infinity, 4], { repetition_penalty: Number.MAX_VALUE, temperature: 0 }, [0, 1])).toBe(2);
});

test.each([[[Number.NaN, 1]], [[Number.POSITIVE_INFINITY, 1]], [[Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY]]])(
  'logits of %j are a fault of the model at any temperature',
  (logits) => {
    for (const temperature of [0, 1e-300, 1, 1e300]) expect(() => drawn(logits, { temperature })).toThrow(LogitsFault);
  },
);
