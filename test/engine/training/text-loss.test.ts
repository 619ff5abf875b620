import { expect, it } from 'vitest';
import { openReferenceDevice } from '../../../src/engine/device/reference/reference-device.ts';
import { CachedReader } from '../../../src/engine/models/decoding-state.ts';
import { textLoss } from '../../../src/engine/training/text-loss.ts';
import { tinyContext, tinyModel } from '../generation/tiny-model.ts';

/** −log of what the logits give a token. */
function surprise(logits: Float32Array, token: number): number {
  const sum = logits.reduce((total, logit) => total + Math.exp(logit), 0);
  return Math.log(sum) - logits[token];
}

it.each([
  ['shorter than the window', tinyContext - 5],
  ['that fills it', tinyContext + 1],
  ['longer than it', 2 * tinyContext + 4],
])('the loss of a text %s is the mean surprise of its tokens, read one by one', async (_, length) => {
  const device = openReferenceDevice();
  const model = await tinyModel(device);
  const liveBytes = device.liveBytes;
  const text = Uint16Array.from({ length }, (_, i) => (37 * i + 11) % model.shape.vocabulary);
  const decoder = new CachedReader(model, 1);
  let surprises = 0;
  for (let t = 0; t < length - 1; t++) {
    if (t % tinyContext === 0) decoder.reset();
    surprises += surprise(await decoder.feed(Int32Array.of(text[t])), text[t + 1]);
  }
  decoder.free();
  expect(await textLoss(model, text)).toBeCloseTo(surprises / (length - 1), 4);
  expect(device.liveBytes).toBe(liveBytes);
  await device.close();
});
