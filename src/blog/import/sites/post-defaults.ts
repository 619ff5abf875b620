import { dateKeys } from '../../posts/known-keys.ts';
import type { Post } from '../../posts/post.ts';
import { readPost } from '../../posts/read-post.ts';

/** Values for a post from elsewhere in its site, under front matter keys. */
export type Defaults = Readonly<Record<string, unknown>>;

/**
 * Fills in values that the post's own front matter lacks. `lists` decides whether tags and categories are joined or the
 * post's own replace the defaults.
 */
export function withDefaults(post: Post, defaults: Defaults, lists: 'joined' | 'own'): Post {
  if (Object.keys(defaults).length === 0) return post;
  const { data } = post.frontMatter;
  const says = (...keys: readonly string[]) => keys.some((key) => data[key] !== undefined && data[key] !== null);
  // JSON is a form of front matter.
  const other = readPost(post.source, JSON.stringify(defaults));
  const isDated = dateKeys.some((key) => defaults[key] !== undefined);
  const names = (own: readonly string[], others: readonly string[], ...keys: readonly string[]) =>
    lists === 'joined' ? [...new Set([...others, ...own])] : says(...keys) ? own : others;
  return {
    ...post,
    title: post.title ?? other.title,
    date: says(...dateKeys) || !isDated ? post.date : (other.date ?? post.date),
    tags: names(post.tags, other.tags, 'tags', 'tag'),
    categories: names(post.categories, other.categories, 'categories', 'category'),
    draft: post.draft || (other.draft && !says('draft', 'published')),
  };
}
