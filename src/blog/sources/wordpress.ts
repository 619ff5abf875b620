/**
 * WordPress's export file (WXR 1.0 to 1.2): RSS with an `item` for everything that a site has. Taken are those with
 * `wp:post_type` post; `wp:status` says which of them are published. Comments and attachments, of which there are more
 * than of anything else, are counted only. Only read here.
 */
import { markdownOfHtml } from './html-to-markdown.ts';
import { plainLine } from './plain-line.ts';
import {
  type DocumentSource,
  type ImportedPost,
  type LeftOut,
  leftOut,
  placeWith,
  type SourceItem,
} from './post-source.ts';
import { wordpressHtml } from './wordpress-body.ts';
import { childrenNamed, childText, readXmlItems, textOf, type XmlElement, type XmlItem } from './xml-items.ts';

export const wordpressExport: DocumentSource = {
  kind: 'document',
  name: "WordPress's export file",
  recognise: (_, head) => /<rss\b/i.test(head) && /wordpress\.org\/export\//.test(head),
  async *read(text, source) {
    const skip = ['wp:comment', 'wp:postmeta'];
    const counts = { comment: 0, attachment: 0 };
    let fault: unknown = null;
    try {
      for await (const item of readXmlItems(text, { source, items: ['item'], skip })) {
        counts.comment += item.skipped.get('wp:comment') ?? 0;
        if (childText(item.element, 'wp:post_type') === 'attachment') counts.attachment++;
        else yield itemOf(item);
      }
    } catch (error) {
      fault = error;
    }
    if (counts.comment > 0) yield leftOut('comment', '', 'comments were written by others.', counts.comment);
    if (counts.attachment > 0) yield leftOut('attachment', '', 'attachments are no posts.', counts.attachment);
    if (fault !== null) throw fault;
  },
};

function placeOf({ element, line }: XmlItem): string {
  return placeWith(childText(element, 'title'), `line ${line}`);
}

function itemOf(item: XmlItem): SourceItem {
  const { element } = item;
  const where = placeOf(item);
  const type = childText(element, 'wp:post_type') ?? 'post';
  if (type === 'page') return leftOut('page', where, 'it is a page, not a post.');
  if (type !== 'post') return leftOut('other type', where, `it is of the type ${type}, not a post.`);
  const hidden = hiddenBecause(element, where);
  return hidden ?? postOf(element, where);
}

function hiddenBecause(element: XmlElement, where: string): LeftOut | null {
  const status = childText(element, 'wp:status') ?? 'publish';
  if (status === 'private') return leftOut('private', where, 'it is private.');
  if (status === 'trash') return leftOut('deleted', where, 'it lies in the trash.');
  if (childText(element, 'wp:post_password') !== null) return leftOut('private', where, 'it has a password.');
  return null;
}

function postOf(element: XmlElement, where: string): ImportedPost {
  const content = contentOf(element, 'content:encoded');
  const excerpt = contentOf(element, 'excerpt:encoded');
  return {
    where,
    title: plainLine(childText(element, 'title')),
    slug: childText(element, 'wp:post_name'),
    date: dateOf(element),
    categories: namesIn(element, 'category').filter((name) => name !== 'Uncategorized'),
    tags: namesIn(element, 'post_tag'),
    description: plainLine(excerpt),
    canonicalUrl: childText(element, 'link'),
    // Publicly there is publish alone: draft, pending, auto-draft and future (scheduled) are not there yet.
    draft: (childText(element, 'wp:status') ?? 'publish') !== 'publish',
    generated: false,
    markdown: () => markdownOfHtml(wordpressHtml(content)),
  };
}

function contentOf(element: XmlElement, name: string): string {
  return childrenNamed(element, name).map(textOf).join('');
}

function namesIn(element: XmlElement, domain: string): string[] {
  const names = childrenNamed(element, 'category')
    .filter(({ attributes }) => attributes.domain === domain)
    .flatMap((category) => plainLine(textOf(category)) ?? []);
  return [...new Set(names)];
}

/** The moment in UTC, else the time on the blog's clock. Drafts have zeros for both. */
function dateOf(element: XmlElement): string | null {
  const written = (name: string) => {
    const date = childText(element, name);
    return date === null || date.startsWith('0000') ? null : date;
  };
  const utc = written('wp:post_date_gmt');
  return utc === null ? (written('wp:post_date') ?? childText(element, 'pubDate')) : `${utc}Z`;
}
