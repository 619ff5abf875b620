import { existsSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Hono } from 'hono';
import { beforeEach, describe, expect, test } from 'vitest';
import { bytesInMemory } from '../../src/engine/byte-source.ts';
import { readZipDirectory, readZipEntry } from '../../src/engine/tokens/zip.ts';
import { nodeFiles } from '../../src/node/files/node-files.ts';
import { nodeProject } from '../../src/node/project/node-project.ts';
import { errorAnswer } from '../../src/studio/server/refusal.ts';
import { downloadRoutes, type Packed } from '../../src/studio/worker/downloads.ts';
import { zipFolder } from '../../src/studio/worker/zip-folder.ts';
import { temporaryFolder } from '../temporary-folder.ts';

let root: string;
beforeEach(() => {
  root = temporaryFolder();
});

function write(path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
}

/** The names and contents of an archive. */
async function unpacked(path: string): Promise<Record<string, Uint8Array>> {
  const source = bytesInMemory(path, readFileSync(path));
  const contents: Record<string, Uint8Array> = {};
  for (const entry of await readZipDirectory(source)) contents[entry.name] = await readZipEntry(source, entry);
  return contents;
}

describe('a folder as an archive', () => {
  test('has all its files, those in folders and empty ones too, below its name', async () => {
    const large = Uint8Array.from({ length: 3_000_001 }, (_, i) => (i * i) % 251);
    write('model/model.safetensors', large);
    write('model/onnx/été.txt', 'hello');
    write('model/empty.txt', '');
    await zipFolder(nodeFiles, join(root, 'model'), join(root, 'model.zip'));
    const found = await unpacked(join(root, 'model.zip'));
    expect(Object.keys(found).sort()).toEqual(['model/empty.txt', 'model/model.safetensors', 'model/onnx/été.txt']);
    expect(Buffer.compare(found['model/model.safetensors'], large)).toBe(0);
    expect(new TextDecoder().decode(found['model/onnx/été.txt'])).toBe('hello');
  });

  test('replaces nothing, and is not begun for more than an archive can hold', async () => {
    write('model/a', 'a');
    write('model.zip', 'mine');
    await expect(zipFolder(nodeFiles, join(root, 'model'), join(root, 'model.zip'))).rejects.toMatchObject({
      code: 'file-exists',
    });
    truncateSync(join(root, 'model/a'), 2 ** 32);
    await expect(zipFolder(nodeFiles, join(root, 'model'), join(root, 'new.zip'))).rejects.toMatchObject({
      code: 'too-large',
    });
    expect(existsSync(join(root, 'new.zip'))).toBe(false);
  });
});

describe('a download', () => {
  const ask = (path: string) => {
    const body = JSON.stringify({ path });
    const headers = { 'content-type': 'application/json' };
    const app = new Hono();
    app.onError(errorAnswer);
    app.route('/', downloadRoutes(nodeProject({ root })));
    return app.request('/api/downloads', { method: 'POST', headers, body });
  };

  test('is an exported folder as an archive, or an exported file, and the only one that is kept', async () => {
    write('export/run1-peft/adapter_config.json', '{}');
    write('export/run1.gguf', 'GGUF');
    const folder = (await (await ask('export/run1-peft')).json()) as Packed;
    expect(folder.name).toBe('run1-peft.zip');
    expect(Object.keys(await unpacked(folder.path))).toEqual(['run1-peft/adapter_config.json']);
    expect(existsSync(join(root, 'export/run1-peft'))).toBe(false);
    const file = (await (await ask('export/run1.gguf')).json()) as Packed;
    expect([file.name, readFileSync(file.path, 'utf8')]).toEqual(['run1.gguf', 'GGUF']);
    expect([existsSync(folder.path), existsSync(join(root, 'export/run1.gguf'))]).toEqual([false, false]);
  });

  test.each(['export', 'export/', 'export/../posts', 'posts', 'export/a/b', 'export/gone', ''])(
    'is nothing else: %j is refused',
    async (path) => {
      write('posts/a.md', 'a');
      write('export/a/b', 'b');
      const answer = await ask(path);
      expect([answer.status, await answer.json()]).toMatchObject([404, { error: { code: 'export' } }]);
      expect(existsSync(join(root, 'posts/a.md'))).toBe(true);
      expect(existsSync(join(root, 'export/a/b'))).toBe(true);
    },
  );
});
