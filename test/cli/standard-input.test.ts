import { PassThrough, Readable } from 'node:stream';
import { expect, it } from 'vitest';
import { createReadInput } from '../../src/cli/standard-input.ts';

it('gives all of the input, as often as it is asked', async () => {
  const read = createReadInput(
    Readable.from([Buffer.from('caf\u00e9 ').subarray(0, 4), Buffer.from([0xa9, 0x20])]),
    new AbortController().signal,
  );
  expect([await read(), await read()]).toEqual(['caf\u00e9 ', 'caf\u00e9 ']);
});

it('stops waiting when it is interrupted', async () => {
  const stop = new AbortController();
  const reading = createReadInput(new PassThrough(), stop.signal)();
  stop.abort();
  await expect(reading).rejects.toMatchObject({ name: 'AbortError' });
});
