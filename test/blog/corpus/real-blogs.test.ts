import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { plainText } from '../../../src/blog/corpus/plain-text.ts';
import type { Post } from '../../../src/blog/posts/post.ts';
import { readPost } from '../../../src/blog/posts/read-post.ts';
import { sharedFolder } from '../../shared.ts';

function postsIn(folder: string): Post[] {
  return readdirSync(folder).map((name) => readPost(name, readFileSync(join(folder, name), 'utf8')));
}

/** Words of Markdown that its reader sees too, to check that none is lost. */
function wordsOf(text: string): Set<string> {
  return new Set(text.match(/(?<![\p{L}\d/.@_"'=&-])\p{L}{4,}(?=[ ,.;:?!]|$)/gmu));
}

const shared = sharedFolder('blogs/18f/posts');

describe.skipIf(shared === null)('the blog of 18F', () => {
  const posts = shared === null ? [] : postsIn(shared);

  it('is read, all 60 posts, without a tag or an address left', () => {
    expect(posts).toHaveLength(60);
    for (const post of posts) {
      expect(post.title, post.source).not.toBeNull();
      const text = plainText(post);
      expect(text.length, post.source).toBeGreaterThan(500);
      expect(text.startsWith(`${post.title!.slice(0, 5)}`), post.source).toBe(true);
      expect(text, post.source).not.toMatch(/\{% *\w|\]\(|<a |<\/?p>|&amp;|&nbsp;|[\uE000-\uF8FF]/);
    }
  });
});

describe('the example blog', () => {
  const posts = postsIn(fileURLToPath(new URL('../../../examples/blog/_articles', import.meta.url)));

  it('is read, all 39 posts, without an address left', () => {
    expect(posts).toHaveLength(39);
    for (const post of posts) expect(plainText(post), post.source).not.toMatch(/\]\(|<a |\n{3}/);
  });

  it('keeps the words of its prose', () => {
    for (const post of posts) {
      const prose = post.body.replace(/\{%[^%]*%\}|<!--[\s\S]*?-->|!?\[[^\]]*\]\([^)]*\)|```[\s\S]*?```|^\[.*$/gm, '');
      const text = wordsOf(plainText(post));
      const lost = [...wordsOf(prose)].filter((word) => !text.has(word));
      expect(lost, post.source).toEqual([]);
    }
  });
});
