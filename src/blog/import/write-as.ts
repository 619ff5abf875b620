/**
 * The export of Write.as and WriteFreely: JSON with `collections`, a person's blogs, each with its `posts`, and `posts`
 * that belong to no blog. Read-only; read as a whole.
 */
import { type JsonObject, objectIn, objectsIn, textAt, textsAt, wholeJson } from './json-values.ts';
import { type DocumentSource, leftOut, placeWith, SourceFault, type SourceItem } from './post-source.ts';

export const writeAsExport: DocumentSource = {
  kind: 'document',
  name: "Write.as' export",
  recognise: (_, head) =>
    /^\s*\{/.test(head) &&
    /"collections"\s*:\s*\[/.test(head) &&
    (/"alias"\s*:/.test(head) || /"appearance"\s*:/.test(head)),
  async *read(text, source) {
    const top = objectIn(await wholeJson(text, source));
    if (!Array.isArray(top?.collections)) {
      throw new SourceFault(source, null, 'it has no "collections" list, which every Write.as export has.');
    }
    for (const blog of objectsIn(top.collections)) {
      const name = textAt(blog, 'alias') ?? 'a blog';
      for (const [i, post] of objectsIn(blog.posts).entries()) yield postOf(post, `${name}, post ${i + 1}`, blog);
    }
    for (const [i, post] of objectsIn(top.posts).entries()) yield postOf(post, `post ${i + 1}`, null);
  },
};

/** `blog` is null for a post in no blog, which the site calls a draft. */
function postOf(post: JsonObject, place: string, blog: JsonObject | null): SourceItem {
  const title = textAt(post, 'title');
  const where = placeWith(title, place);
  const body = textAt(post, 'body');
  if (body === null) return leftOut('empty', where, 'it has no text.');
  const slug = textAt(post, 'slug');
  const address = blog === null ? null : textAt(blog, 'url');
  return {
    where,
    title,
    slug,
    date: textAt(post, 'created'),
    categories: [],
    tags: textsAt(post, 'tags'),
    description: null,
    canonicalUrl: address === null || slug === null ? null : `${address.replace(/\/$/, '')}/${slug}`,
    draft: blog === null,
    generated: false,
    markdown: () => body,
  };
}
