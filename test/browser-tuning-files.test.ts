import { expect, test } from 'vitest';
import type { FolderHandle } from '../src/browser-project/opfs-handles.ts';
import { opfsTuningFiles } from '../src/browser-project/tuning-files.ts';

/** A private file system in memory. */
function folderOf(files: Map<string, Uint8Array>, folders: Map<string, Map<string, Uint8Array>>): FolderHandle {
  const missing = () => Promise.reject(new Error('NotFoundError'));
  return {
    kind: 'directory',
    name: '',
    async getDirectoryHandle(name, options) {
      if (!folders.has(name) && !options?.create) return missing();
      if (!folders.has(name)) folders.set(name, new Map());
      return folderOf(folders.get(name)!, new Map());
    },
    async getFileHandle(name, options) {
      if (!files.has(name) && !options?.create) return missing();
      return {
        kind: 'file',
        name,
        getFile: async () => Object.assign(new Blob([files.get(name)!.slice()]), { lastModified: 0 }),
        createSyncAccessHandle: async () => ({
          write(bytes, { at }) {
            const before = files.get(name)!;
            const whole = new Uint8Array(Math.max(before.length, at + bytes.length));
            whole.set(before);
            whole.set(bytes, at);
            files.set(name, whole);
            return bytes.length;
          },
          truncate: (bytes) => void files.set(name, (files.get(name) ?? new Uint8Array()).slice(0, bytes)),
          getSize: () => files.get(name)?.length ?? 0,
          flush: () => {},
          close: () => {},
        }),
      };
    },
    removeEntry: missing,
    values: async function* () {},
  };
}

test('a tuning is kept under its key, and replaced', async () => {
  const files = opfsTuningFiles(folderOf(new Map(), new Map()));
  expect(await files.load('one GPU')).toBeNull();
  await files.save('one GPU', '{"long":"er"}');
  await files.save('one GPU', '{"a":1}');
  await files.save('another/GPU', '{"a":2}');
  expect(await files.load('one GPU')).toBe('{"a":1}');
  expect(await files.load('another/GPU')).toBe('{"a":2}');
});

test('keys whose files have one name are told apart', async () => {
  const files = opfsTuningFiles(folderOf(new Map(), new Map()));
  const long = 'x'.repeat(300);
  await files.save(`${long}1`, '{"a":1}');
  expect(await files.load(`${long}2`)).toBeNull();
  expect(await files.load(`${long}1`)).toBe('{"a":1}');
});

test('what is damaged or cannot be written stops nothing', async () => {
  const folders = new Map([['webgpu-tuning', new Map([['GPU.json', new TextEncoder().encode('{')]])]]);
  expect(await opfsTuningFiles(folderOf(new Map(), folders)).load('GPU')).toBeNull();
  const refusing = { ...folderOf(new Map(), new Map()), getDirectoryHandle: () => Promise.reject(new Error('full')) };
  await opfsTuningFiles(refusing).save('GPU', '{}');
  expect(await opfsTuningFiles(refusing).load('GPU')).toBeNull();
});
