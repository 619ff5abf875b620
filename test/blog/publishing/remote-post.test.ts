import { describe, expect, test } from 'vitest';
import { readPost } from '../../../src/blog/posts/read-post.ts';
import { ghostBody, remotePost } from '../../../src/blog/publishing/remote-post.ts';

const date = new Date('2026-07-01T07:00:00Z');

function remote(...head: readonly string[]) {
  return remotePost(readPost('q/tea.md', ['---', 'title: Tea', ...head, '---', 'x', ''].join('\n')), {
    date,
    asDraft: false,
  });
}

describe('the description of a post for another server', () => {
  test.each([
    ['description: How we drink it.'],
    ['summary: How we drink it.'],
    ['excerpt: How we drink it.'],
    ['teaser: How we drink it.'],
    ['description: ""', 'teaser: How we drink it.'],
  ])('is found under %s', (...head) => {
    expect(remote(...head).description).toBe('How we drink it.');
  });

  test('is null without one', () => {
    expect(remote('description: [a, b]').description).toBeNull();
  });

  test('is cut for Ghost if too long, and never within a character', () => {
    const { posts } = ghostBody(remote(`description: ${'x'.repeat(299)}🍵`), 'html') as {
      posts: { custom_excerpt: string }[];
    };
    expect(posts[0].custom_excerpt).toBe('x'.repeat(299));
  });
});
