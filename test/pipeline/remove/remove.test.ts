import { existsSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { type RemoveEvent, type RemoveGiven, remove } from '../../../src/index.ts';
import { nodeFiles } from '../../../src/node/files/node-files.ts';
import { RunFolder } from '../../../src/pipeline/models/checkpoints/run-folder.ts';
import { NothingToRemoveFault } from '../../../src/pipeline/remove/remove.ts';
import { SettingFault } from '../../../src/pipeline/settings/settings-table.ts';
import { LockedFault } from '../../../src/project/file-faults.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

let root: string;
beforeEach(async () => {
  root = temporaryFolder();
  for (const folder of ['checkpoint/a/model-3', 'checkpoint/b/model-1', 'samples/a', 'models/owner/small', 'drafts']) {
    await mkdir(join(root, folder), { recursive: true });
    await writeFile(join(root, folder, 'file'), '12345');
  }
});

async function events(given: RemoveGiven, answer?: boolean): Promise<RemoveEvent[]> {
  const all: RemoveEvent[] = [];
  const mayRemove = answer === undefined ? undefined : async () => answer;
  for await (const event of remove(given, { root, ...(mayRemove === undefined ? {} : { mayRemove }) })) all.push(event);
  return all;
}

test('deletes a run with its samples, and nothing else', async () => {
  const all = await events({ run: 'a' }, true);
  expect(all.map(({ type }) => type)).toEqual(['removal-found', 'removed']);
  expect(all[0]).toMatchObject({ kind: 'run', name: 'a', bytes: 10 });
  expect(existsSync(join(root, 'checkpoint/a'))).toBe(false);
  expect(await readdir(join(root, 'samples'))).toEqual([]);
  expect(await readdir(join(root, 'checkpoint'))).toEqual(['b']);
  expect(await readdir(join(root, 'drafts'))).toEqual(['file']);
});

test('deletes a model of an owner', async () => {
  await events({ model_name: 'owner/small', yes: true });
  expect(await readdir(join(root, 'models/owner'))).toEqual([]);
});

test.each([[false], [undefined]])('deletes nothing if the answer is %s', async (answer) => {
  expect((await events({ run: 'a' }, answer)).at(-1)).toEqual({ type: 'removal-cancelled' });
  expect(existsSync(join(root, 'checkpoint/a/model-3/file'))).toBe(true);
});

test('leaves a run that is being trained', async () => {
  const training = await RunFolder.open(nodeFiles, join(root, 'checkpoint/a'));
  await expect(events({ run: 'a' }, true)).rejects.toThrow(LockedFault);
  expect(existsSync(join(root, 'checkpoint/a/model-3/file'))).toBe(true);
  await training.close();
});

test.each(['c', '..', '../drafts', '.', ''])('there is no run %j', async (run) => {
  await expect(events({ run, yes: true })).rejects.toThrow(NothingToRemoveFault);
  expect(existsSync(join(root, 'drafts/file'))).toBe(true);
});

test.each(['../drafts', '..', 'owner/../../drafts', '/etc'])('there is no model %j', async (model_name) => {
  await expect(events({ model_name, yes: true })).rejects.toThrow(/^There is no model .*; models\/ has owner\.$/);
  expect(existsSync(join(root, 'drafts/file'))).toBe(true);
});

test.each([[{}], [{ run: 'a', model_name: 'owner/small' }]])('needs one name: %j', async (given) => {
  await expect(events(given)).rejects.toThrow(SettingFault);
});
