/** Atom 1.0 and its draft 0.3: feeds of a site's newest posts, and backups of whole blogs. Read-only. */
import { absoluteAddress, slugOfAddress } from '../addresses.ts';
import { type DocumentSource, type LeftOut, leftOut, placeWith, type SourceItem } from '../post-source.ts';
import { childrenNamed, childText, textOf, type XmlElement } from '../xml/xml-element.ts';
import { readXmlItems, rootElement, type XmlItem } from '../xml/xml-items.ts';
import { atomHtml, atomLine } from './atom-text.ts';
import { bloggerHidden, bloggerKind, draftBecause, isKind } from './blogger-entry.ts';
import { type FeedItem, feedPosts, firstAddress, itemAddress } from './feed-item.ts';

export const atomFeed: DocumentSource = {
  kind: 'document',
  name: 'an Atom feed',
  recognise: (_, head) => rootElement(head)?.name === 'atom:feed',
  read: readAtom,
};

/**
 * The posts of an Atom feed; entries that Blogger marks as something else are counted by kind. `place`: where the feed
 * is in an archive with several.
 */
export function readAtom(text: AsyncIterable<string>, source: string, place = ''): AsyncGenerator<SourceItem> {
  return feedPosts(itemsIn(text, source, place));
}

const reading = { items: ['atom:entry', 'at:deleted-entry'], head: ['atom:link'] };

async function* itemsIn(
  text: AsyncIterable<string>,
  source: string,
  place: string,
): AsyncGenerator<FeedItem | LeftOut> {
  const kinds = new Map<string, number>();
  let fault: { readonly error: unknown } | null = null;
  try {
    for await (const item of readXmlItems(text, { source, ...reading })) {
      const kind = kindOf(item.element);
      const title = atomLine(item.element, 'atom:title');
      const where = placeWith(title, `${place === '' ? '' : `${place}, `}line ${item.line}`);
      if (kind === 'post') yield itemOf(item, { source, where, title });
      else if (kind === 'page') yield leftOut('page', where, 'it is a page, not a post.');
      else kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    }
  } catch (error) {
    fault = { error };
  }
  for (const [kind, count] of kinds) yield ofKind(kind, place, count);
  if (fault !== null) throw fault.error;
}

/** An entry that replies to another one is a comment. */
function kindOf(entry: XmlElement): string {
  if (entry.name === 'at:deleted-entry') return 'deleted';
  const [answered] = childrenNamed(entry, 'thr:in-reply-to');
  return bloggerKind(entry) ?? (answered === undefined ? 'post' : 'comment');
}

function ofKind(kind: string, place: string, count: number): LeftOut {
  if (kind === 'comment') return leftOut('comment', place, 'comments were written by others.', count);
  if (kind === 'deleted') return leftOut('deleted', place, 'they were deleted.', count);
  return leftOut('other type', place, `entries of type ${kind} are not posts.`, count);
}

interface Place {
  readonly source: string;
  readonly where: string;
  readonly title: string | null;
}

const dateNames = ['published', 'issued', 'created', 'updated', 'modified'].map((name) => `atom:${name}`);

function itemOf({ element, head }: XmlItem, { source, where, title }: Place): FeedItem | LeftOut {
  const isBloggers = bloggerKind(element) !== null;
  const hidden = bloggerHidden(element, where);
  if (hidden !== null) return hidden;
  const [content] = childrenNamed(element, 'atom:content');
  const [summary] = childrenNamed(element, 'atom:summary');
  const hasFull = content !== undefined && (textOf(content).trim() !== '' || content.children.some(isElement));
  const elsewhere = hasFull ? undefined : content?.attributes.src;
  if (elsewhere !== undefined) return leftOut('excerpt', where, `its text is at ${elsewhere}, not in the feed.`);
  const type = hasFull ? content.attributes.type?.trim().toLowerCase() : undefined;
  if (type !== undefined && isData(type)) return leftOut('other format', where, `its content is ${type}, not text.`);
  const site = firstAddress(element.base, ...head.flatMap((link) => hrefOf(link)), source);
  const link = linkOf(element, site);
  const unpublished = draftBecause(element);
  const body = hasFull ? content : summary;
  return {
    post: {
      where,
      title,
      slug: slugOfAddress(link) ?? slugOfPath(childText(element, 'blogger:filename')),
      date: dateNames.map((name) => childText(element, name)).find((date) => date !== null) ?? null,
      categories: [],
      tags: tagsOf(element),
      description: hasFull
        ? (atomLine(element, 'atom:summary') ?? childText(element, 'blogger:metaDescription'))
        : null,
      canonicalUrl: link,
      draft: unpublished !== null,
      ...(unpublished === null ? {} : { draftBecause: unpublished }),
      generated: false,
    },
    html: body === undefined ? '' : atomHtml(body, isBloggers ? 'html' : 'text'),
    as: hasFull ? 'content' : 'summary',
    base: firstAddress(body?.base, link, site),
  };
}

/** Content that is neither text nor XML is in Base64: https://www.rfc-editor.org/rfc/rfc4287#section-4.1.3.3 */
function isData(type: string): boolean {
  return type.includes('/') && !/^text\/|[/+]xml(?:;|$)/.test(type);
}

function isElement(child: XmlElement | string): boolean {
  return typeof child !== 'string';
}

/** Prefers the link to the page over other forms of the post. */
function linkOf(entry: XmlElement, site: string | null): string | null {
  const links = childrenNamed(entry, 'atom:link');
  const pages = links.filter(({ attributes: { type = 'text/html' } }) => /html/i.test(type));
  const [href] = [...pages, ...links].flatMap((link) => hrefOf(link));
  const written = childText(entry, 'feedburner:origLink') ?? href ?? null;
  if (written !== null) return itemAddress(written, firstAddress(entry.base, site));
  const path = childText(entry, 'blogger:filename');
  return path === null || site === null ? null : itemAddress(path, site);
}

/** The target of a link to the post or site itself, which is what a link without `rel` means. */
function hrefOf({ attributes: { rel = 'alternate', href }, base }: XmlElement): string[] {
  if (href === undefined || rel.trim().toLowerCase() !== 'alternate') return [];
  return [absoluteAddress(href, base) ?? href.trim()];
}

/** Takeout has only paths: '/2020/04/peas.html'. */
function slugOfPath(path: string | null): string | null {
  return path === null ? null : slugOfAddress(itemAddress(path, 'https://blog.invalid/'));
}

function tagsOf(entry: XmlElement): string[] {
  const categories = childrenNamed(entry, 'atom:category').filter((category) => !isKind(category));
  const names = categories.map(({ attributes }) => (attributes.label ?? attributes.term ?? '').trim());
  return [...new Set(names.filter((name) => name !== ''))];
}
