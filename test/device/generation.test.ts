import { describe, expect, it } from 'vitest';
import { generateTexts } from '../../src/engine/generation/generate-texts.ts';
import { scoreTokens } from '../../src/engine/generation/score-tokens.ts';
import type { TextToken } from '../../src/engine/generation/token-probabilities.ts';
import { PackedModel } from '../../src/engine/models/language-model.ts';
import { tinyContext, tinyModel, tinyTokenizer } from '../engine/generation/tiny-model.ts';
import { devices, titleOf } from './devices.ts';
import { bfloat16, float16 } from './tolerance.ts';

describe.each(devices)('texts on a device', (tested) => {
  const weights = ['float32', 'bfloat16', 'int8'] as const;
  it.skipIf(tested.missing !== null).each(weights)(
    `of %s are the same at any batch size: ${titleOf(tested)}`,
    async (type) => {
      const device = await tested.open();
      const whole = await tinyModel(device);
      const model = type === 'float32' ? whole : new PackedModel(whole, type);
      const texts = async (batchSize: number) => {
        const written = new Map<number, string>();
        const request = {
          prompt: 'the ',
          count: 5,
          batchSize,
          length: 2 * tinyContext,
          sampling: { temperature: 1, top_k: 0, top_p: 0.95, repetition_penalty: 1.1 },
          seed: 3,
          stopAtEnd: true,
          includePrompt: false,
        };
        for await (const event of generateTexts(model, tinyTokenizer, request)) {
          if (event.type === 'text-done') written.set(event.number, event.text);
        }
        return [1, 2, 3, 4, 5].map((number) => written.get(number));
      };
      const alone = await texts(1);
      expect(new Set(alone).size).toBe(5);
      for (const batchSize of [2, 3, 5]) expect(await texts(batchSize)).toEqual(alone);
      model.free();
      if (model !== whole) whole.free();
      expect(device.liveBytes).toBe(0);
      await device.close();
    },
  );

  it.skipIf(tested.missing !== null).each(weights)(
    `of %s have the probabilities that the finished text has: ${titleOf(tested)}`,
    async (type) => {
      const device = await tested.open();
      const whole = await tinyModel(device);
      const model = type === 'float32' ? whole : new PackedModel(whole, type);
      const prompt = 'the ';
      const request = {
        ...{ prompt, count: 2, batchSize: 2, length: tinyContext - tinyTokenizer.encode(prompt).length, seed: 3 },
        sampling: { temperature: 0.7, top_k: 0, top_p: 0, repetition_penalty: 1 },
        ...{ stopAtEnd: false, includePrompt: false, logprobs: 1 },
      };
      const isExact = type === 'float32' && tested.tolerance !== bfloat16 && tested.tolerance !== float16;
      // Rounded weights meet activations and a cache that are rounded elsewhere.
      const most = isExact ? 1e-4 : 0.15;
      for await (const event of generateTexts(model, tinyTokenizer, request)) {
        if (event.type !== 'text-done') continue;
        const written: readonly TextToken[] = event.logprobs!;
        const tokens = [...tinyTokenizer.encode(prompt), ...written.map(({ token }) => token)];
        const scored = (await scoreTokens(model, tinyTokenizer, tokens, { logprobs: 1 })).slice(-written.length);
        for (const [i, { logprob, top }] of written.entries()) {
          expect(Math.abs(logprob! - scored[i].logprob!)).toBeLessThan(most);
          expect(Math.abs(top[0].logprob - scored[i].top[0].logprob)).toBeLessThan(most);
        }
      }
      model.free();
      if (model !== whole) whole.free();
      expect(device.liveBytes).toBe(0);
      await device.close();
    },
  );
});
