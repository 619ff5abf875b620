import type { Post } from '../../posts/post.ts';
import { readPost } from '../../posts/read-post.ts';

/** A post's metadata, under front matter keys, and its body. */
export interface PostData {
  readonly data: Readonly<Record<string, unknown>>;
  readonly body: string;
}

/** The post with this data and body instead of its own. */
export function postWithData(post: Post, { data, body }: PostData): Post {
  const said = Object.fromEntries(Object.entries(data).filter(([, value]) => value !== undefined && value !== null));
  // JSON is a form of front matter.
  const read = readPost(post.source, `${JSON.stringify(said)}\n${body}`);
  const { typed } = read.frontMatter;
  return { ...read, body, frontMatter: { ...post.frontMatter, data: said, typed, keys: Object.keys(said) } };
}
