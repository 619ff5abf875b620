import { expect, test } from 'vitest';
import { networkForecast } from '../../../src/pipeline/train/network-forecast.ts';

test.each([
  // GPT-2 124M, as in docs/machines.md.
  [124_439_808, 2, 'float32', 497_759_232],
  [124_439_808, 2, 'bfloat16', 248_879_616],
  [1000, 3, 'float32', 5333],
  [1000, 4, 'float32', 6000],
] as const)('%i numbers over %i ranks as %s: %i bytes', (numbers, ranks, wire, bytesPerStep) => {
  expect(networkForecast(numbers, ranks, wire)).toEqual({ ranks, bytesPerStep });
});

test('one process sends nothing', () => {
  expect(networkForecast(1000, 1, 'float32')).toBeNull();
});
