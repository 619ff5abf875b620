import type { Post } from '../posts/post.ts';

/**
 * Equal for posts that say the same: title and body, whatever the white space, line endings and forms of accents
 * they are written with. Dates, categories and tags do not matter.
 */
export function sameTextKey(post: Post): string {
  const text = `${post.title ?? ''}\n${post.body}`;
  return text.normalize('NFC').replace(/\s+/g, ' ').trim();
}
