import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { LockFile } from '../../../src/node/files/lock-file.ts';
import { LockedFault } from '../../../src/project/file-faults.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

const training = { does: 'trains into the same folder', instead: 'Wait for it' };

let path: string;
beforeEach(() => {
  path = join(temporaryFolder(), 'lock');
});

/** The content of a lock of this process, with changes. */
async function lockOf(changes: object): Promise<string> {
  const lock = await LockFile.take(path, training);
  const own = JSON.parse(readFileSync(path, 'utf8'));
  lock.release();
  return JSON.stringify({ ...own, ...changes });
}

/** The start of the parent process, as its own lock would name it. */
function startOfParent(): string | null {
  if (!existsSync('/proc/self/stat')) return null;
  const [, fields] = readFileSync(`/proc/${process.ppid}/stat`, 'utf8').split(/\) (?!.*\) )/s);
  return fields.split(' ')[19];
}

const isTaken = async () => {
  const lock = await LockFile.take(path, training);
  const holder = JSON.parse(readFileSync(path, 'utf8'));
  lock.release();
  return holder.pid === process.pid;
};

describe('a lock', () => {
  test('is a file while it is held', async () => {
    const lock = await LockFile.take(path, training);
    expect(existsSync(path)).toBe(true);
    await expect(LockFile.take(path, training)).rejects.toThrow(LockedFault);
    lock.release();
    expect(existsSync(path)).toBe(false);
    expect(await isTaken()).toBe(true);
  });

  test('of a living process is respected', async () => {
    writeFileSync(path, await lockOf({ pid: process.ppid, started: startOfParent() }));
    const refused = LockFile.take(path, training);
    await expect(refused).rejects.toThrow(LockedFault);
    await expect(refused).rejects.toThrow(`Process ${process.ppid} trains into the same folder`);
    expect(JSON.parse(readFileSync(path, 'utf8')).pid).toBe(process.ppid);
  });

  test('of another machine is respected', async () => {
    writeFileSync(path, await lockOf({ host: `not-${hostname()}` }));
    await expect(LockFile.take(path, training)).rejects.toThrow(`on not-${hostname()}`);
  });

  test('of a process that has ended is taken over', async () => {
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    writeFileSync(path, await lockOf({ pid }));
    expect(await isTaken()).toBe(true);
  });

  test('of an earlier process whose id is in use again is taken over', async () => {
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

  test('removes the claims of processes that have ended, and leaves the others', async () => {
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    const claims = {
      [`${path}.${pid}`]: await lockOf({ pid }),
      [`${path}.${process.ppid}`]: await lockOf({ pid: process.ppid, started: startOfParent() }),
      [`${path}.999999`]: '',
      [`${path}.12`]: await lockOf({ pid: 12, host: `not-${hostname()}` }),
      [`${path}.txt`]: 'mine',
    };
    for (const [name, text] of Object.entries(claims)) writeFileSync(name, text);
    const long = new Date(Date.now() - 3_600_000);
    utimesSync(`${path}.999999`, long, long);
    expect(await isTaken()).toBe(true);
    expect(Object.keys(claims).filter((name) => existsSync(name))).toEqual([
      `${path}.${process.ppid}`,
      `${path}.12`,
      `${path}.txt`,
    ]);
  });
});
