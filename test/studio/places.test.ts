import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { nodeFiles } from '../../src/node/files/node-files.ts';
import { Places } from '../../src/studio/server/places.ts';
import { temporaryFolder } from '../temporary-folder.ts';

function project(): { readonly root: string; readonly elsewhere: string; readonly places: Places } {
  const base = temporaryFolder();
  const [root, elsewhere] = [join(base, 'project'), join(base, 'elsewhere')];
  mkdirSync(join(root, 'posts'), { recursive: true });
  mkdirSync(elsewhere);
  writeFileSync(join(root, 'posts/a.md'), 'A');
  writeFileSync(join(elsewhere, 'secret.md'), 'S');
  symlinkSync(elsewhere, join(root, 'link'));
  symlinkSync(join(elsewhere, 'secret.md'), join(root, 'posts/link.md'));
  return { root, elsewhere, places: new Places(nodeFiles, root) };
}

test('files in the folder of the project are inside, also those that do not exist yet', async () => {
  const { root, places } = project();
  for (const name of ['posts/a.md', 'posts/new.md', 'new/deep/new.md', 'posts/../posts/a.md', '']) {
    expect(await places.inside(join(root, name))).toBe(join(root, name));
  }
});

test.each([
  'x/../../elsewhere/secret.md',
  '../elsewhere/secret.md',
  '../project2',
  'link/secret.md',
  'link/new.md',
  'posts/link.md',
])('%s is outside', async (name) => {
  const { root, places } = project();
  await expect(places.inside(`${root}/${name}`)).rejects.toThrow('outside of this folder');
});

test('other files are outside, until the person names their folder', async () => {
  const { root, elsewhere, places } = project();
  await expect(places.inside('/etc/passwd')).rejects.toThrow('outside');
  await expect(places.inside(join(elsewhere, 'secret.md'))).rejects.toThrow('outside');
  places.name(elsewhere);
  expect(await places.inside(join(elsewhere, 'secret.md'))).toBe(join(elsewhere, 'secret.md'));
  expect(await places.inside(join(root, 'link/secret.md'))).toBe(join(root, 'link/secret.md'));
  await expect(places.inside(`${elsewhere}2/x`)).rejects.toThrow('outside');
});

test('an address is no place, and an empty path neither', async () => {
  const { places } = project();
  places.name('https://example.com/feed');
  places.name('');
  await expect(places.inside('')).rejects.toThrow('missing');
  await expect(places.inside('/etc/passwd\0.md')).rejects.toThrow('missing');
  await expect(places.inside('/')).rejects.toThrow('outside');
});
