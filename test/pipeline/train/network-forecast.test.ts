import { expect, test } from 'vitest';
import { networkForecast } from '../../../src/pipeline/train/network-forecast.ts';

test.each([
  // GPT-2 124M, as in docs/machines.md.
  [124_439_808, 2, {}, 497_759_232],
  [124_439_808, 2, { wire: 'bfloat16' }, 248_879_616],
  [1000, 3, { wire: 'float32', sync_every: 1 }, 5333],
  [1000, 4, {}, 6000],
  [1000, 4, { sync_every: 50 }, 120],
] as const)('%i numbers over %i ranks with %o: %i bytes', (numbers, ranks, settings, bytesPerStep) => {
  expect(networkForecast(numbers, ranks, settings)).toEqual({ ranks, bytesPerStep });
});

test('one process sends nothing', () => {
  expect(networkForecast(1000, 1, {})).toBeNull();
});
