import type { Post } from '../posts/post.ts';

/**
 * Equal for posts that say the same: title and body, whatever the white space, line endings and forms of accents
 * they are written with. Dates, categories and tags do not matter. A digest, so that the texts of a whole blog need not be kept.
 */
export async function sameTextKey(post: Post): Promise<string> {
  const text = `${post.title ?? ''}\n${post.body}`;
  const same = text.normalize('NFC').replace(/\s+/g, ' ').trim();
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(same));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
