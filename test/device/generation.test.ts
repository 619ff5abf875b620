import { describe, expect, it } from 'vitest';
import { generateTexts } from '../../src/engine/generation/generate-texts.ts';
import { PackedModel } from '../../src/engine/models/language-model.ts';
import { tinyContext, tinyModel, tinyTokenizer } from '../engine/generation/tiny-model.ts';
import { devices, titleOf } from './devices.ts';

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
});
