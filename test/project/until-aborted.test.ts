import { describe, expect, it } from 'vitest';
import { untilAborted } from '../../src/project/until-aborted.ts';

const never = new Promise<string>(() => {});

describe('an answer', () => {
  it('is what it is without an abort, with and without a signal', async () => {
    const { signal } = new AbortController();
    expect(await untilAborted(Promise.resolve('yes'), undefined)).toBe('yes');
    expect(await untilAborted(Promise.resolve('yes'), signal)).toBe('yes');
    await expect(untilAborted(Promise.reject(new RangeError('no')), signal)).rejects.toThrow('no');
  });

  it('is null once the signal is aborted, before or while it is awaited', async () => {
    expect(await untilAborted(Promise.resolve('yes'), AbortSignal.abort())).toBeNull();
    const stop = new AbortController();
    const answer = untilAborted(never, stop.signal);
    stop.abort();
    expect(await answer).toBeNull();
  });
});
