import { describe, expect, it } from 'vitest';
import { CachedReader } from '../../src/engine/models/decoding-state.ts';
import { PackedModel } from '../../src/engine/models/language-model.ts';
import { tinyContext, tinyModel } from '../engine/generation/tiny-model.ts';
import { devices, titleOf } from './devices.ts';
import { sameBits } from './tolerance.ts';

/** bfloat16 keeps eight bits of a weight, int8 seven of the largest in its column; both errors mostly cancel. */
const errors = { bfloat16: 0.01, int8: 0.03 };

describe.each(devices)('a packed model', (tested) => {
  const title = titleOf(tested);

  it.skipIf(tested.missing !== null).each(['bfloat16', 'int8'] as const)(
    `of %s answers nearly as the exact one, however the text is cut: ${title}`,
    async (type) => {
      const device = await tested.open();
      const model = await tinyModel(device, (_, values) => void values.set(values.map((value) => 6 * value)));
      const packed = new PackedModel(model, type);
      const tokens = Int32Array.from({ length: 2 * tinyContext }, (_, i) => (i * 37) % model.shape.vocabulary);
      const exact = new CachedReader(model, 2);
      const [whole, cut] = [new CachedReader(packed, 2), new CachedReader(packed, 2)];
      const expected = await exact.feed(tokens);
      const received = await whole.feed(tokens);
      let last: Float32Array = new Float32Array();
      for (let t = 0; t < tinyContext; t++) last = await cut.feed(Int32Array.of(tokens[t], tokens[tinyContext + t]));
      expect(sameBits(last, received)).toBe(true);
      expect(received).toBeCloseToTensor(expected, { relative: errors[type], absolute: 0 });
      expect(sameBits(received, expected)).toBe(false);
      for (const decoder of [exact, whole, cut]) decoder.free();
      packed.free();
      model.free();
      expect(device.liveBytes).toBe(0);
      await device.close();
    },
  );

  it.skipIf(tested.missing !== null)(`keeps its weights when the model learns on: ${title}`, async () => {
    const device = await tested.open();
    const model = await tinyModel(device);
    const packed = new PackedModel(model, 'bfloat16');
    const reader = new CachedReader(packed, 1);
    const before = await reader.feed(Int32Array.of(3, 1));
    device.fill({ out: model.parameters.get('h.0.attn.c_attn.weight'), value: 7 });
    device.fill({ out: model.parameters.get('wte.weight'), value: 7 });
    reader.reset();
    expect(await reader.feed(Int32Array.of(3, 1))).toEqual(before);
    await device.close();
  });
});
