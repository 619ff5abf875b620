import { describe, expect, it } from 'vitest';
import { WorkQueue } from '../../../src/engine/device/reference/work-queue.ts';

describe('WorkQueue', () => {
  it('runs nothing until someone waits, then everything in order', async () => {
    const queue = new WorkQueue();
    const done: number[] = [];
    for (const task of [1, 2, 3]) queue.add(() => void done.push(task));
    await Promise.resolve();
    expect(done).toEqual([]);
    await queue.finish();
    expect(done).toEqual([1, 2, 3]);
  });

  it('gives the event loop turns in the middle of a long task', async () => {
    const queue = new WorkQueue();
    let turns = 0;
    let over = false;
    queue.add(function* () {
      for (let i = 0; i < 10; i++) yield 1e8;
    });
    const countTurns = () => {
      turns++;
      if (!over) setTimeout(countTurns, 0);
    };
    setTimeout(countTurns, 0);
    await queue.finish();
    over = true;
    expect(turns).toBeGreaterThanOrEqual(5);
  });

  it('lets a wait end before tasks that were added later', async () => {
    const queue = new WorkQueue();
    const done: string[] = [];
    queue.add(function* () {
      yield 1e9;
      done.push('early');
    });
    const early = queue.finish().then(() => done.push('early is over'));
    queue.add(function* () {
      yield 1e9;
      done.push('late');
    });
    await Promise.all([early, queue.finish()]);
    expect(done).toEqual(['early', 'early is over', 'late']);
  });

  it('gives the error of a task to everyone who waits, drops the rest, and continues', async () => {
    const queue = new WorkQueue();
    const done: string[] = [];
    const failure = new Error('no');
    queue.add(() => {
      throw failure;
    });
    queue.add(() => void done.push('after the failure'));
    const waits = await Promise.allSettled([queue.finish(), queue.finish()]);
    expect(waits.map((wait) => wait.status === 'rejected' && wait.reason)).toEqual([failure, failure]);
    queue.add(() => void done.push('later'));
    await queue.finish();
    expect(done).toEqual(['later']);
  });
});
