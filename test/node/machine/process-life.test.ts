import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { isRunning, startOf } from '../../../src/node/machine/process-life.ts';

test('this process runs, and one with its id that started at another time does not', () => {
  expect(isRunning(process.pid, startOf(process.pid))).toBe(true);
  expect(isRunning(process.pid, 'another')).toBe(false);
});

test.skipIf(!existsSync('/proc/self/stat'))(
  'a process that has ended does not run, even if nobody asks how',
  async () => {
    // The parent of the first sleep becomes another program, which never asks.
    const parent = spawn('sh', ['-c', 'sleep 0.5 & echo $!; exec sleep 30'], { stdio: ['ignore', 'pipe', 'ignore'] });
    onTestFinished(() => void parent.kill('SIGKILL'));
    const [line] = await once(parent.stdout, 'data');
    const pid = Number(String(line));
    const started = startOf(pid);
    expect(isRunning(pid, started)).toBe(true);
    await expect.poll(() => isRunning(pid, started), { timeout: 10_000 }).toBe(false);
    // It is still in the system's table.
    expect(process.kill(pid, 0)).toBe(true);
  },
);
