import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { nodeFiles } from '../../../src/node/files/node-files.ts';
import { readQueue } from '../../../src/pipeline/publish/read-queue.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

it('a draft that is published or discarded while the queue is read is not in it, and is no unusable file', async () => {
  const folder = temporaryFolder();
  for (const name of ['a.md', 'b.md', 'c.md']) writeFileSync(join(folder, name), '---\ntitle: Tea\n---\nHot.\n');
  const read = (path: string) => {
    if (path.endsWith('b.md')) rmSync(path);
    if (path.endsWith('c.md')) return Promise.reject(Object.assign(new Error('I/O error'), { code: 'EIO' }));
    return nodeFiles.read(path);
  };
  const { drafts, unusable } = await readQueue({ ...nodeFiles, read }, folder);
  expect(drafts.map(({ name }) => name)).toEqual(['a.md']);
  expect(unusable).toEqual([{ path: join(folder, 'c.md'), reason: 'I/O error.' }]);
});
