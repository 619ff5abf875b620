import { chmodSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { nodeFiles } from '../../../src/node/files/node-files.ts';
import { findPosts, MissingInputFault } from '../../../src/pipeline/corpus/find-posts.ts';
import { folderWith } from '../../node/files/folder-with.ts';

async function found(folder: string, ...inputs: string[]): Promise<string[]> {
  const { files } = await findPosts(
    nodeFiles,
    inputs.map((input) => join(folder, input)),
  );
  return files.map(({ path }) => relative(folder, path).replaceAll('\\', '/'));
}

describe('findPosts', () => {
  it('searches folders in order of code points for the extensions of posts', async () => {
    const names = ['b.md', 'B.markdown', 'a/z.MDX', 'a/y.txt', 'ﬀ.md', '😀.md'];
    const folder = folderWith(...names, 'a/photo.png', 'style.css', 'post.md.bak');
    expect(await found(folder, '.')).toEqual(['B.markdown', 'a/y.txt', 'a/z.MDX', 'b.md', 'ﬀ.md', '😀.md']);
  });

  it('ignores hidden names and node_modules, however they are reached', async () => {
    const folder = folderWith('a.md', '.git/b.md', '.c.md', 'node_modules/x/d.md', 'e/node_modules/f.md');
    expect(await found(folder, '.')).toEqual(['a.md']);
    expect(await found(folder, '**')).toEqual(['a.md']);
  });

  it('skips model and run folders below the posts, unless they are named', async () => {
    const run = ['checkpoint/run1/run.json', 'checkpoint/run1/training.txt', 'checkpoint/run1/model-5/vocab.bpe'];
    const model = ['models/ann/tiny/merges.txt', 'models/ann/tiny/README.md'];
    const folder = folderWith('a.md', 'run.json', 'models/about.md', ...run, ...model);
    expect(await found(folder, '.')).toEqual(['a.md', 'models/about.md']);
    expect(await found(folder, 'checkpoint/run1')).toEqual(['checkpoint/run1/training.txt']);
  });

  it('keeps the order of its inputs, and lists each file once', async () => {
    const folder = folderWith('new/a.md', 'old/b.md', 'old/c.md');
    expect(await found(folder, 'old/c.md', 'old', 'new', 'new/a.md')).toEqual(['old/c.md', 'old/b.md', 'new/a.md']);
  });

  it('finds the files and folders that a glob matches', async () => {
    const folder = folderWith('2019/a.md', '2020/b.md', '1999/c.md', '20.md', '20.css');
    expect(await found(folder, '20*')).toEqual(['20.md', '2019/a.md', '2020/b.md']);
    expect(await found(folder, '*/{a,c}.md')).toEqual(['1999/c.md', '2019/a.md']);
  });

  it('takes a file that is named itself, even with brackets or another extension', async () => {
    const folder = folderWith('[a] post.text', 'a post.text');
    expect(await found(folder, '[a] post.text')).toEqual(['[a] post.text']);
  });

  it.each(['stat', 'realPath', 'list'] as const)(
    'leaves out what is moved away while it looks, and says what is still there but cannot be read: before %s',
    async (call) => {
      const folder = folderWith('a.md', 'b.md', 'c/d.md');
      symlinkSync(join(folder, 'nowhere.md'), join(folder, 'link.md'));
      const moved = join(folder, call === 'list' ? 'c' : 'b.md');
      const look = (path: string) => {
        if (path === moved) rmSync(moved, { recursive: true, force: true });
        return nodeFiles[call](path) as never;
      };
      const { files, unread } = await findPosts({ ...nodeFiles, [call]: look }, [folder]);
      const left = call === 'list' ? ['a.md', 'b.md'] : ['a.md', 'c/d.md'];
      expect(files.map(({ path }) => relative(folder, path))).toEqual(left);
      expect(unread).toEqual([{ path: join(folder, 'link.md'), reason: expect.stringContaining('broken link') }]);
    },
  );

  it('follows links, and leaves cycles', async () => {
    const folder = folderWith('posts/a.md', 'elsewhere/b.md');
    symlinkSync(join(folder, 'elsewhere'), join(folder, 'posts/linked'));
    symlinkSync(join(folder, 'posts'), join(folder, 'elsewhere/back'));
    symlinkSync(join(folder, 'posts/a.md'), join(folder, 'posts/again.md'));
    expect(await found(folder, 'posts')).toEqual(['posts/a.md', 'posts/linked/b.md']);
  });

  it('reports what it could not read, and continues', async () => {
    const folder = folderWith('a.md');
    symlinkSync(join(folder, 'nowhere'), join(folder, 'lost.md'));
    const { files, unread } = await findPosts(nodeFiles, [folder]);
    expect(files).toHaveLength(1);
    expect(unread).toEqual([{ path: join(folder, 'lost.md'), reason: 'it no longer exists, or it is a broken link.' }]);
  });

  it.skipIf(process.platform !== 'linux')('reports a name that is not UTF-8', async () => {
    const folder = folderWith('a.md');
    writeFileSync(Buffer.concat([Buffer.from(join(folder, 'b')), Buffer.from([0xff]), Buffer.from('.md')]), 'x');
    const { unread } = await findPosts(nodeFiles, [folder]);
    expect(unread).toEqual([{ path: join(folder, 'b\uFFFD.md'), reason: 'its name is not in UTF-8; rename it.' }]);
  });

  it.skipIf(process.getuid?.() === 0)('reports a folder without permission', async () => {
    const folder = folderWith('locked/a.md');
    chmodSync(join(folder, 'locked'), 0);
    expect((await findPosts(nodeFiles, [folder])).unread).toEqual([
      { path: join(folder, 'locked'), reason: expect.stringContaining('permission') },
    ]);
    chmodSync(join(folder, 'locked'), 0o700);
  });

  it('stops when it is interrupted', async () => {
    const folder = folderWith('posts/2019/a.md');
    await expect(findPosts(nodeFiles, [folder], { signal: AbortSignal.abort() })).rejects.toThrow(/abort/i);
  });

  it('names what is missing, and the nearest name', async () => {
    const folder = folderWith('posts/2019/a.md');
    const missing = (name: string) => findPosts(nodeFiles, [join(folder, name)]);
    await expect(missing('psots')).rejects.toThrow(`There is no file or folder ${join(folder, 'psots')}; did you mean`);
    const [given, first, near] = ['psots/2019', 'psots', 'posts'].map((name) => join(folder, name));
    await expect(missing('psots/2019')).rejects.toThrow(
      `There is no file or folder ${given}: there is no ${first}; did you mean ${near}?`,
    );
    await expect(missing('posts/1848')).rejects.toThrow(`There is no file or folder ${join(folder, 'posts/1848')}.`);
    await expect(missing('posts/2019/a.md/b.md')).rejects.toThrow(/a\.md is not a readable folder/);
    await expect(missing('*.md')).rejects.toThrow(MissingInputFault);
  });
});
