import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { cacheFolder, nodeTuner, tuningFiles } from '../../../src/node/webgpu/tuning-files.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tuning-'));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

test('a tuning is kept under its key', async () => {
  const files = tuningFiles(join(folder, 'new'));
  expect(await files.load('one GPU')).toBeNull();
  await files.save('one GPU', '{"a":1}');
  await files.save('another GPU', '{"a":2}');
  expect(await files.load('one GPU')).toBe('{"a":1}');
  expect(await files.load('another GPU')).toBe('{"a":2}');
  expect(await files.load('a third GPU')).toBeNull();
});

test('a folder that cannot be written keeps nothing, and stops nothing', async () => {
  const file = join(folder, 'file');
  await writeFile(file, '');
  const files = tuningFiles(file);
  await files.save('GPU', '{}');
  expect(await files.load('GPU')).toBeNull();
});

test('the folder is that of the user on each platform', () => {
  expect(cacheFolder('linux', { XDG_CACHE_HOME: '/caches' })).toBe(join('/caches', 'tpdne'));
  expect(cacheFolder('linux', { XDG_CACHE_HOME: '' })).toBe(join(homedir(), '.cache', 'tpdne'));
  expect(cacheFolder('darwin', { XDG_CACHE_HOME: '/caches' })).toBe(join(homedir(), 'Library', 'Caches', 'tpdne'));
  expect(cacheFolder('win32', { LOCALAPPDATA: 'C:/local' })).toBe(join('C:/local', 'tpdne'));
  expect(cacheFolder('win32', {})).toBe(join(homedir(), 'AppData', 'Local', 'tpdne'));
});

test.skipIf(process.platform !== 'linux')('Node keeps it there, and has a clock', async () => {
  vi.stubEnv('XDG_CACHE_HOME', folder);
  await nodeTuner.store.save('GPU', '{}');
  expect(await nodeTuner.store.load('GPU')).toBe('{}');
  expect(await readdir(join(folder, 'tpdne'))).toHaveLength(1);
  const start = nodeTuner.clock();
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(nodeTuner.clock() - start).toBeGreaterThan(3);
});
