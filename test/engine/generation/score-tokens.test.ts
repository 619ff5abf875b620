import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Device } from '../../../src/engine/device/device.ts';
import { openReferenceDevice } from '../../../src/engine/device/reference/reference-device.ts';
import { scoreTokens } from '../../../src/engine/generation/score-tokens.ts';
import { PackedModel, type TrainableModel } from '../../../src/engine/models/language-model.ts';
import { tokenArray } from '../../../src/engine/tokens/token-buffer.ts';
import { textLoss } from '../../../src/engine/training/text-loss.ts';
import { batchesOf, fixtureNames, floatsOf, loadFixture } from '../models/fixtures.ts';
import { fakeTokenizer } from './fake-tokenizer.ts';
import { tinyContext, tinyModel, tinyTokenizer } from './tiny-model.ts';

let device: Device;
let tiny: TrainableModel;
beforeAll(async () => {
  device = openReferenceDevice();
  tiny = await tinyModel(device);
});
afterAll(() => device.close());

describe.each(fixtureNames)('the tokens of a text, scored by the model %s', (name) => {
  it('have the log probabilities that other software finds, and so do the likeliest', async () => {
    const model = await loadFixture(device, name);
    const { T, batches } = await batchesOf(name);
    const V = model.shape.vocabulary;
    const tokens = [...batches[0].subarray(0, T)];
    const logits = (await floatsOf(name, 'logits.safetensors')).get('logits')!;
    const tokenizer = fakeTokenizer(Array.from({ length: V }, (_, id) => `<${id}>`));
    const scored = await scoreTokens(model, tokenizer, tokens, { logprobs: 20 });
    expect(scored.map(({ token }) => token)).toEqual(tokens);
    expect(scored[0]).toMatchObject({ logprob: null, top: [], start: 0 });
    for (let t = 1; t < T; t++) {
      const row = logits.subarray((t - 1) * V, t * V);
      const norm = Math.log(row.reduce((sum, logit) => sum + Math.exp(logit), 0));
      expect(scored[t].logprob).toBeCloseTo(row[tokens[t]] - norm, 3);
      const expected = [...row].map((logit) => logit - norm).sort((a, b) => b - a);
      const found = scored[t].top.map(({ logprob }) => logprob);
      expect(found).toHaveLength(Math.min(20, V));
      for (const [i, logprob] of found.entries()) expect(logprob).toBeCloseTo(expected[i], 3);
      for (const { token, logprob } of scored[t].top) expect(logprob).toBeCloseTo(row[token] - norm, 3);
    }
    model.free();
  });
});

describe('the log probabilities of a text', () => {
  const lossOf = async (tokens: readonly number[]) => {
    const text = tokenArray(tinyTokenizer.vocabularySize, tokens.length);
    text.set(tokens);
    return textLoss(tiny, text);
  };

  it.each([2, 3, tinyContext, tinyContext + 1, tinyContext + 2, 3 * tinyContext, 100])(
    'have minus its loss as their mean, with %i tokens',
    async (count) => {
      const tokens = Array.from({ length: count }, (_, i) => (7 * i) % 256);
      const scored = await scoreTokens(tiny, tinyTokenizer, tokens, { logprobs: 0 });
      expect(scored).toHaveLength(count);
      const sum = scored.slice(1).reduce((total, { logprob }) => total + logprob!, 0);
      expect(-sum / (count - 1)).toBeCloseTo(await lossOf(tokens), 5);
    },
  );

  it('are none where there is nothing to predict', async () => {
    expect(await scoreTokens(tiny, tinyTokenizer, [], { logprobs: 3 })).toEqual([]);
    const [only, ...rest] = await scoreTokens(tiny, tinyTokenizer, [65], { logprobs: 3 });
    expect([only.logprob, rest]).toEqual([null, []]);
  });

  it('have whole characters, with where they begin', async () => {
    const text = 'the é🎈 the';
    const scored = await scoreTokens(tiny, tinyTokenizer, tinyTokenizer.encode(text), { logprobs: 0 });
    for (const { text: own, bytes, start } of scored) if (bytes === null) expect(text.slice(start)).toMatch(own);
    const balloon = scored.filter(({ start }) => start === text.indexOf('🎈'));
    expect(balloon.flatMap(({ bytes }) => bytes)).toEqual([...new TextEncoder().encode('🎈')]);
  });

  it('are found with weights that were rounded, near those of the exact ones', async () => {
    const tokens = tinyTokenizer.encode('the cat');
    const packed = new PackedModel(tiny, 'bfloat16');
    const [exact, rounded] = await Promise.all([
      scoreTokens(tiny, tinyTokenizer, tokens, { logprobs: 1 }),
      scoreTokens(packed, tinyTokenizer, tokens, { logprobs: 1 }),
    ]);
    for (const [i, { logprob }] of rounded.entries()) {
      if (i > 0) expect(Math.abs(logprob! - exact[i].logprob!)).toBeLessThan(0.2);
    }
    packed.free();
  });

  it('give all memory back, also when they are stopped', async () => {
    const before = device.liveBytes;
    await scoreTokens(tiny, tinyTokenizer, [1, 2, 3], { logprobs: 1 });
    const stopped = scoreTokens(tiny, tinyTokenizer, [1, 2, 3], { logprobs: 1, signal: AbortSignal.abort('enough') });
    await expect(stopped).rejects.toBe('enough');
    expect(device.liveBytes).toBe(before);
  });
});
