import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { RunLock, RunLockedFault } from '../../../src/node/checkpoints/run-lock.ts';
import { temporaryFolder } from './tiny-checkpoint.ts';

let path: string;
beforeEach(() => {
  path = join(temporaryFolder(), 'lock');
});

/** What a lock of this process says about it, changed. */
async function lockOf(changes: object): Promise<string> {
  const lock = await RunLock.take(path);
  const own = JSON.parse(readFileSync(path, 'utf8'));
  lock.release();
  return JSON.stringify({ ...own, ...changes });
}

/** When the parent process started, as its own lock would say. */
function startOfParent(): string | null {
  if (!existsSync('/proc/self/stat')) return null;
  const [, fields] = readFileSync(`/proc/${process.ppid}/stat`, 'utf8').split(/\) (?!.*\) )/s);
  return fields.split(' ')[19];
}

const isTaken = async () => {
  const lock = await RunLock.take(path);
  const holder = JSON.parse(readFileSync(path, 'utf8'));
  lock.release();
  return holder.pid === process.pid;
};

describe('a lock', () => {
  test('is a file while it is held', async () => {
    const lock = await RunLock.take(path);
    expect(existsSync(path)).toBe(true);
    await expect(RunLock.take(path)).rejects.toThrow(RunLockedFault);
    lock.release();
    expect(existsSync(path)).toBe(false);
    expect(await isTaken()).toBe(true);
  });

  test('of a process that lives is respected', async () => {
    writeFileSync(path, await lockOf({ pid: process.ppid, started: startOfParent() }));
    const refused = RunLock.take(path);
    await expect(refused).rejects.toThrow(RunLockedFault);
    await expect(refused).rejects.toThrow(`Process ${process.ppid} trains into the same folder`);
    expect(JSON.parse(readFileSync(path, 'utf8')).pid).toBe(process.ppid);
  });

  test('of another machine is respected', async () => {
    writeFileSync(path, await lockOf({ host: `not-${hostname()}` }));
    await expect(RunLock.take(path)).rejects.toThrow(`on not-${hostname()}`);
  });

  test('of a process that is gone is taken over', async () => {
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    writeFileSync(path, await lockOf({ pid }));
    expect(await isTaken()).toBe(true);
  });

  test('of an earlier process with a number that is used again is taken over', async () => {
    writeFileSync(path, await lockOf({ started: 'long ago' }));
    expect(await isTaken()).toBe(true);
    writeFileSync(path, await lockOf({ pid: process.ppid, started: 'long ago' }));
    expect(await isTaken()).toBe(true);
  });

  test.each(['', '{', '{"pid":"x"}', 'null'])(
    'that was cut off while it was written is taken over: %j',
    async (text) => {
      writeFileSync(path, text);
      expect(await isTaken()).toBe(true);
    },
  );
});
