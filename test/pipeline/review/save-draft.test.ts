import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { nodeProject } from '../../../src/node/project/node-project.ts';
import { NotADraftFault } from '../../../src/pipeline/review/draft-file.ts';
import { saveDraft } from '../../../src/pipeline/review/save-draft.ts';
import { TinyBlog } from '../publish/tiny-blog.ts';

describe('saving a draft', () => {
  it('replaces the text that was shown, whatever it is', async () => {
    const blog = new TinyBlog();
    blog.write('_drafts/a.md', '\uFEFF---\r\ntitle: A\r\n---\r\nA.\r\n');
    const was = blog.read('_drafts/a.md');
    for (const text of ['---\ntitle: [\n---\n', `\uFEFF${was}`]) {
      const now = blog.read('_drafts/a.md');
      expect(await saveDraft(nodeProject(), blog.queue, 'a.md', { text, was: now })).toEqual({ isSaved: true, text });
      expect(blog.read('_drafts/a.md')).toBe(text);
    }
  });

  it('leaves a text that somebody else has written meanwhile, unless it is the same', async () => {
    const blog = new TinyBlog();
    blog.draft('a', '');
    const was = blog.read('_drafts/a.md');
    blog.draft('a', 'approved: true\n');
    const theirs = blog.read('_drafts/a.md');
    const save = (text: string) => saveDraft(nodeProject(), blog.queue, join(blog.queue, 'a.md'), { text, was });
    expect(await save('mine')).toEqual({ isSaved: false, text: theirs });
    expect(await save(theirs)).toEqual({ isSaved: true, text: theirs });
    expect(blog.read('_drafts/a.md')).toBe(theirs);
  });

  it('writes drafts of the queue alone', async () => {
    const blog = new TinyBlog();
    const post = '../_posts/2026-01-01-cup.md';
    const saving = saveDraft(nodeProject(), blog.queue, post, {
      text: 'x',
      was: blog.read('_posts/2026-01-01-cup.md'),
    });
    await expect(saving).rejects.toThrow(NotADraftFault);
    expect(blog.read('_posts/2026-01-01-cup.md')).toContain('A cup');
  });
});
