import type { Post } from '../posts/post.ts';

/**
 * A key that is equal for posts with the same title and body, regardless of white space, line endings and Unicode
 * normalization. Dates, categories and tags do not matter.
 */
export function sameTextKey(post: Post): string {
  const text = `${post.title ?? ''}\n${post.body}`;
  return text.normalize('NFC').replace(/\s+/g, ' ').trim();
}
