import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { nodeFiles } from '../../../src/node/files/node-files.ts';
import { labelKey } from '../../../src/pipeline/drafts/label-key.ts';
import { siteOfPosts } from '../../../src/pipeline/drafts/site-of-posts.ts';
import { takenSlugs } from '../../../src/pipeline/drafts/taken-slugs.ts';
import { SettingFault } from '../../../src/pipeline/settings/settings-table.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

let root: string;
beforeEach(async () => {
  root = temporaryFolder();
});

async function put(path: string, text = ''): Promise<void> {
  await mkdir(join(root, path, '..'), { recursive: true });
  await writeFile(join(root, path), text);
}

describe('the site of posts', () => {
  it('is found from the folder of the posts, a file, a glob, and the site folder itself', async () => {
    await put('astro.config.mjs');
    await put('src/content.config.ts', 'const blog = defineCollection({ schema: z.object({ title: z.string() }) });');
    await put('src/content/blog/a.md', 'A');
    for (const input of ['src/content/blog', 'src/content/blog/a.md', 'src/content/blog/*.md', '.']) {
      expect(await siteOfPosts(nodeFiles, [join(root, input)], 'auto'), input).toEqual({
        templates: { md: 'none', mdx: 'mdx' },
        required: [{ key: 'title', kind: 'text', choices: [] }],
      });
    }
    expect(await siteOfPosts(nodeFiles, [join(root, 'src/content/blog')], 'none')).toBeNull();
    expect(await siteOfPosts(nodeFiles, ['https://a.example/feed.xml'], 'auto')).toBeNull();
  });

  it('prefers a generator recognised by its file to a folder _posts', async () => {
    await put('src/_posts/2020-01-01-a.md', 'A');
    expect((await siteOfPosts(nodeFiles, [join(root, 'src/_posts')], 'auto'))?.templates.md).toBe('liquid');
    await put('eleventy.config.js', 'export const config = { markdownTemplateEngine: "njk" };');
    expect((await siteOfPosts(nodeFiles, [join(root, 'src/_posts')], 'auto'))?.templates.md).toBe('nunjucks');
    expect((await siteOfPosts(nodeFiles, [join(root, 'src/_posts')], 'hugo'))?.templates.md).toBe('shortcodes');
  });

  it('is not searched for outside the repository', async () => {
    await put('hugo.toml');
    await put('inner/.git/HEAD');
    await put('inner/posts/a.md', 'A');
    expect(await siteOfPosts(nodeFiles, [join(root, 'inner/posts')], 'auto')).toBeNull();
  });
});

describe('taken slugs', () => {
  it('include all posts and drafts', async () => {
    await put('_posts/2020-01-01-a.md');
    await put('_drafts/b.md');
    await put('new/c/index.md');
    const paths = ['_posts', '_drafts', 'new', 'missing'].map((name) => join(root, name));
    expect(await takenSlugs(nodeFiles, paths)).toEqual(['a', 'b', 'c']);
  });
});

describe('the label', () => {
  it('is an unused key, or none', () => {
    expect(labelKey('generated')).toBe('generated');
    expect(labelKey('none')).toBeNull();
    for (const label of ['title', 'draft', 'a b', 'a:', '']) expect(() => labelKey(label), label).toThrow(SettingFault);
  });
});
