/**
 * WordPress's export file (WXR 1.0 to 1.2): RSS with an `item` for everything on a site. Items whose `wp:post_type` is
 * post are read; `wp:status` says which are published. Comments, attachments and other types, which are often the
 * majority, are only counted. Read-only.
 */
import { objectsIn, textAt } from '../json-values.ts';
import { plainLine } from '../plain-line.ts';
import {
  type DocumentSource,
  type ImportedPost,
  type LeftOut,
  leftOut,
  placeWith,
  type SourceItem,
} from '../post-source.ts';
import { childrenNamed, childText, textOf, type XmlElement } from '../xml/xml-element.ts';
import { readXmlItems, rootElement, type XmlItem } from '../xml/xml-items.ts';
import { type FootnoteTexts, footnotesIn, wordpressMarkdown } from './wordpress-body.ts';

export const wordpressExport: DocumentSource = {
  kind: 'document',
  name: "WordPress's export file",
  recognise: (_, head) => {
    const root = rootElement(head);
    return root?.name === 'rss' && root.namespaces.some((name) => /wordpress\.org\/export\//i.test(name));
  },
  async *read(text, source) {
    const reading = { source, items: ['item'], skip: ['wp:comment'], isKept: isNoMetadata };
    let comments = 0;
    const types = new Map<string, number>();
    let fault: unknown = null;
    try {
      for await (const item of readXmlItems(text, reading)) {
        comments += item.skipped.get('wp:comment') ?? 0;
        const type = childText(item.element, 'wp:post_type') ?? 'post';
        if (type === 'post') yield* itemsOf(item);
        else if (type === 'page') yield leftOut('page', placeOf(item), 'it is a page, not a post.');
        else types.set(type, (types.get(type) ?? 0) + 1);
      }
    } catch (error) {
      fault = error;
    }
    if (comments > 0) yield leftOut('comment', '', 'comments were written by others.', comments);
    for (const [type, count] of types) yield ofType(type, count);
    if (fault !== null) throw fault;
  },
};

/** Footnotes are stored as metadata, next to much that only WordPress uses. */
function isNoMetadata(element: XmlElement): boolean {
  return element.name !== 'wp:postmeta' || childText(element, 'wp:meta_key') === 'footnotes';
}

function ofType(type: string, count: number): LeftOut {
  if (type === 'attachment') return leftOut('attachment', '', 'attachments are not posts.', count);
  return leftOut('other type', '', `items of type ${type} are not posts.`, count);
}

function placeOf({ element, line }: XmlItem): string {
  return placeWith(childText(element, 'title'), `line ${line}`);
}

function* itemsOf(item: XmlItem): Generator<SourceItem> {
  const { element } = item;
  const where = placeOf(item);
  const hidden = hiddenBecause(element, where);
  if (hidden !== null) return yield hidden;
  const content = contentOf(element, 'content:encoded');
  const footnotes = footnoteTexts(element);
  const missing = [...footnotesIn(content)].filter((id) => footnotes?.has(id) !== true).length;
  if (footnotes === null)
    yield leftOut('broken', where, 'its footnotes are not a JSON list; the post was imported without them.');
  else if (missing > 0) {
    yield leftOut(
      'broken',
      where,
      `${missing} of its footnotes have no text in the file; the post was imported without them.`,
    );
  }
  yield postOf(element, where, () => wordpressMarkdown(content, footnotes ?? new Map()));
}

function statusOf(element: XmlElement): string {
  return childText(element, 'wp:status') ?? 'publish';
}

function hiddenBecause(element: XmlElement, where: string): LeftOut | null {
  switch (statusOf(element)) {
    case 'private':
      return leftOut('private', where, 'it is private.');
    case 'trash':
      return leftOut('deleted', where, 'it is in the trash.');
    case 'auto-draft':
      return leftOut('no post', where, "WordPress's editor created it, and it was never saved.");
    case 'inherit':
      return leftOut('no post', where, 'it is an earlier version, or a part, of another post.');
    default:
      return childText(element, 'wp:post_password') === null ? null : leftOut('private', where, 'it has a password.');
  }
}

/** Why a post is not public. */
function draftBecause(status: string): string {
  if (status === 'draft') return 'it is a draft';
  if (status === 'pending') return 'it is waiting for review';
  if (status === 'future') return 'it is scheduled for later';
  return `it is not published (its status is ${status})`;
}

function postOf(element: XmlElement, where: string, markdown: () => string): ImportedPost {
  const status = statusOf(element);
  const name = childText(element, 'wp:post_name');
  return {
    where,
    title: plainLine(childText(element, 'title')),
    slug: name,
    date: dateOf(element),
    categories: categoriesOf(element),
    tags: [...namesIn(element, 'post_tag'), ...namesIn(element, 'tag')],
    description: plainLine(contentOf(element, 'excerpt:encoded')),
    canonicalUrl: childText(element, 'link'),
    draft: status !== 'publish',
    ...(status === 'publish' ? {} : { draftBecause: draftBecause(status) }),
    generated: false,
    markdown,
  };
}

function contentOf(element: XmlElement, name: string): string {
  return childrenNamed(element, name).map(textOf).join('');
}

/** The text of each footnote; null if they cannot be read. */
function footnoteTexts(element: XmlElement): FootnoteTexts | null {
  const texts = new Map<string, string>();
  for (const metadata of childrenNamed(element, 'wp:postmeta')) {
    const json = childText(metadata, 'wp:meta_value');
    const list = json === null ? [] : listIn(json);
    if (list === null) return null;
    for (const note of objectsIn(list)) {
      const [id, content] = [textAt(note, 'id'), textAt(note, 'content')];
      if (id !== null && content !== null) texts.set(id, content);
    }
  }
  return texts;
}

function listIn(json: string): unknown[] | null {
  try {
    const value: unknown = JSON.parse(json);
    return Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}

/** WordPress's default category says nothing. */
function categoriesOf(element: XmlElement): string[] {
  return namesIn(element, 'category').filter((name) => name !== 'Uncategorized');
}

function namesIn(element: XmlElement, domain: string): string[] {
  const names = childrenNamed(element, 'category')
    .filter(({ attributes }) => attributes.domain === domain && attributes.nicename !== 'uncategorized')
    .flatMap((category) => plainLine(textOf(category)) ?? []);
  return [...new Set(names)];
}

/**
 * The moment in UTC; on the blog's clock if the day differs there, because the post's address has that day. Drafts have
 * zeros for both.
 */
function dateOf(element: XmlElement): string | null {
  const written = (name: string) => {
    const date = childText(element, name);
    return date === null || date.startsWith('0000') ? null : date;
  };
  const [utc, own] = [written('wp:post_date_gmt'), written('wp:post_date')];
  if (utc === null) return own ?? childText(element, 'pubDate');
  const offset = own === null || own.slice(0, 10) === utc.slice(0, 10) ? null : offsetBetween(own, utc);
  return offset === null ? `${utc}Z` : `${own}${offset}`;
}

/** '+05:30'; null if it is not a zone's offset. */
function offsetBetween(own: string, utc: string): string | null {
  const [here, there] = [own, utc].map((date) => Date.parse(`${date.replace(' ', 'T')}Z`));
  const minutes = Math.abs(here - there) / 60_000;
  if (!Number.isInteger(minutes) || minutes > 14 * 60) return null;
  const part = (number: number) => String(Math.floor(number)).padStart(2, '0');
  return `${here < there ? '-' : '+'}${part(minutes / 60)}:${part(minutes % 60)}`;
}
