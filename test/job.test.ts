import { describe, expect, test } from 'vitest';
import { collecting, endingWith, JobLeftError, returning } from '../src/job.ts';

type Event = { readonly type: 'step'; readonly step: number } | { readonly type: 'done'; readonly steps: number };

async function* work(signal?: AbortSignal): AsyncGenerator<Event, string, undefined> {
  for (let step = 1; step <= 3 && signal?.aborted !== true; step++) yield { type: 'step', step };
  yield { type: 'done', steps: 3 };
  return 'result';
}

async function typesOf(events: AsyncIterable<Event>): Promise<string[]> {
  const types: string[] = [];
  for await (const { type } of events) types.push(type);
  return types;
}

describe('a job', () => {
  test('awaited, gives its result', async () => {
    expect(await endingWith(work(), undefined, 'done')).toEqual({ type: 'done', steps: 3 });
    expect(await collecting(work(), undefined, 'step')).toHaveLength(3);
    expect(await returning(work(), undefined)).toBe('result');
  });

  test('iterated, gives its events, and then its result too', async () => {
    const job = endingWith(work(), undefined, 'done');
    expect(await typesOf(job)).toEqual(['step', 'step', 'step', 'done']);
    expect(await job).toEqual({ type: 'done', steps: 3 });
  });

  test('iterated and awaited at once, loses no event', async () => {
    const job = returning(work(), undefined);
    const [types, result] = await Promise.all([typesOf(job), job.then((value) => value)]);
    expect([types.length, result]).toEqual([4, 'result']);
  });

  test('begins only when it is iterated or awaited', async () => {
    let begun = false;
    const job = returning(
      (async function* (): AsyncGenerator<Event, number> {
        begun = true;
        yield { type: 'done', steps: 0 };
        return 1;
      })(),
      undefined,
    );
    await Promise.resolve();
    expect(begun).toBe(false);
    expect(await job).toBe(1);
    expect(begun).toBe(true);
  });

  test('throws what its work throws, in both ways', async () => {
    const failing = () =>
      returning(
        (async function* (): AsyncGenerator<Event, number> {
          yield { type: 'done', steps: 0 };
          throw new RangeError('no');
        })(),
        undefined,
      );
    await expect(failing().then()).rejects.toThrow(RangeError);
    await expect(typesOf(failing())).rejects.toThrow(RangeError);
  });

  test('that was aborted ends with the reason of the signal, after its last event, in both ways', async () => {
    const stop = new AbortController();
    const job = collecting(work(stop.signal), { signal: stop.signal }, 'done');
    const seen: string[] = [];
    const iterated = (async () => {
      for await (const { type } of job) {
        seen.push(type);
        stop.abort(new RangeError('stop'));
      }
    })();
    await expect(iterated).rejects.toThrow('stop');
    expect(seen).toEqual(['step', 'done']);
    await expect(job.then()).rejects.toThrow('stop');
  });

  test('that was aborted before it began, does nothing', async () => {
    let begun = false;
    const beginning = async function* (): AsyncGenerator<Event, number> {
      begun = true;
      yield { type: 'done', steps: 0 };
      return 1;
    };
    const signal = AbortSignal.abort(new RangeError('stop'));
    await expect(returning(beginning(), { signal }).then()).rejects.toThrow('stop');
    const job = returning(beginning(), { signal });
    await expect(typesOf(job)).rejects.toThrow('stop');
    await expect(job.then()).rejects.toThrow('stop');
    expect(begun).toBe(false);
  });

  test('that was aborted after its last event has its result', async () => {
    const stop = new AbortController();
    const job = returning(work(), { signal: stop.signal });
    await typesOf(job);
    stop.abort();
    expect(await job).toBe('result');
  });

  test('whose loop was left has no result', async () => {
    const job = returning(work(), undefined);
    for await (const _ of job) break;
    await expect(job.then()).rejects.toThrow(JobLeftError);
  });
});
