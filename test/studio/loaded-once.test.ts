import { expect, test } from 'vitest';
import { loadedOnce } from '../../src/studio/server/routes/loaded-once.ts';

test('it is loaded once, when it is first asked for', async () => {
  let loads = 0;
  const loaded = loadedOnce(async () => ++loads);
  expect(loads).toBe(0);
  expect(await Promise.all([loaded(), loaded()])).toEqual([1, 1]);
  expect(await loaded()).toBe(1);
});

test('what could not be loaded is tried again by whoever asks next', async () => {
  let loads = 0;
  const loaded = loadedOnce(async () => {
    if (++loads === 1) throw new Error('no such file');
    return loads;
  });
  await expect(loaded()).rejects.toThrow('no such file');
  expect(await loaded()).toBe(2);
});
