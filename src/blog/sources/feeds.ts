/** RSS 0.9 to 2.0 and Atom 1.0: feeds of a site's newest posts, often of their beginnings alone. Only read here. */

import { slugOfAddress } from './addresses.ts';
import { escapeMarkup } from './escape-markup.ts';
import { lineIn } from './hast-search.ts';
import { htmlTree, markdownOfHtml } from './html-to-markdown.ts';
import { plainLine } from './plain-line.ts';
import { type DocumentSource, type ImportedPost, leftOut, placeWith, type SourceItem } from './post-source.ts';
import {
  childrenNamed,
  childText,
  markupIn,
  readXmlItems,
  textOf,
  type XmlElement,
  type XmlItem,
} from './xml-items.ts';

export const rssFeed: DocumentSource = {
  kind: 'document',
  name: 'an RSS feed',
  recognise: (_, head) =>
    /<(?:rss|rdf:RDF)\b/i.test(head) && !/<html\b/i.test(head.slice(0, head.search(/<rss|<rdf/i))),
  async *read(text, source) {
    for await (const item of readXmlItems(text, { source, items: ['item'] })) yield rssPost(item);
  },
};

export const atomFeed: DocumentSource = {
  kind: 'document',
  name: 'an Atom feed',
  recognise: (_, head) => /<feed\b[^>]*xmlns\s*=\s*["']http:\/\/www\.w3\.org\/2005\/Atom["']/.test(head),
  async *read(text, source) {
    for await (const item of readXmlItems(text, { source, items: ['entry'] })) yield atomPost(item);
  },
};

/** How excerpts end; a whole post hardly ever does. */
const cutEnd = /(?:\[?(?:…|\.\.\.)\]?|\b(?:read more|continue reading|weiterlesen|lire la suite)\W*)$/i;

/** `html` as a post, unless it is but the beginning of one. `isSummary`: the feed has it where excerpts are. */
export function feedPost(post: Omit<ImportedPost, 'markdown'>, html: string, isSummary: boolean): SourceItem {
  const text = lineIn(htmlTree(html));
  if (text === '' && !/<img\b/i.test(html)) return leftOut('empty', post.where, 'the feed has no text of it.');
  if (isSummary && cutEnd.test(text)) return leftOut('excerpt', post.where, 'the feed has its beginning alone.');
  return { ...post, markdown: () => markdownOfHtml(html) };
}

function rssPost({ element, line }: XmlItem): SourceItem {
  const full = childText(element, 'content:encoded');
  const title = plainLine(childText(element, 'title'));
  const link = childText(element, 'link') ?? permalinkOf(element);
  const post = {
    where: placeWith(title, `line ${line}`),
    title,
    slug: slugOfAddress(link),
    date: childText(element, 'pubDate') ?? childText(element, 'dc:date'),
    categories: [],
    tags: distinct(childrenNamed(element, 'category').flatMap((category) => plainLine(textOf(category)) ?? [])),
    description: full === null ? null : plainLine(childText(element, 'description')),
    canonicalUrl: link,
    draft: false,
    generated: false,
  };
  return feedPost(post, full ?? childText(element, 'description') ?? '', full === null);
}

/** A guid is an address unless it says that it is none. */
function permalinkOf(item: XmlElement): string | null {
  const [guid] = childrenNamed(item, 'guid');
  const text = guid === undefined || guid.attributes.isPermaLink === 'false' ? '' : textOf(guid).trim();
  return /^https?:/.test(text) ? text : null;
}

function atomPost({ element, line }: XmlItem): SourceItem {
  const [content] = childrenNamed(element, 'content');
  const [summary] = childrenNamed(element, 'summary');
  const hasFull = content !== undefined && textOf(content).trim() !== '';
  const titles = childrenNamed(element, 'title');
  const title = titles.length === 0 ? null : plainLine(htmlIn(titles[0]));
  const links = childrenNamed(element, 'link').map(({ attributes }) => attributes);
  const link = links.find(({ rel = 'alternate' }) => rel === 'alternate')?.href ?? null;
  const post = {
    where: placeWith(title, `line ${line}`),
    title,
    slug: slugOfAddress(link),
    date: childText(element, 'published') ?? childText(element, 'updated'),
    categories: [],
    tags: distinct(
      childrenNamed(element, 'category').flatMap(({ attributes }) => attributes.label ?? attributes.term ?? []),
    ),
    description: hasFull && summary !== undefined ? plainLine(htmlIn(summary)) : null,
    canonicalUrl: link,
    draft: false,
    generated: false,
  };
  const body = hasFull ? content : summary;
  return feedPost(post, body === undefined ? '' : htmlIn(body), !hasFull);
}

/** Atom's texts are plain, escaped HTML, or XHTML in the feed's own tree. */
function htmlIn(element: XmlElement): string {
  const { type = 'text' } = element.attributes;
  if (type === 'xhtml') return markupIn(element);
  const text = textOf(element).trim();
  if (type === 'html' || type === 'text/html') return text;
  return escapeMarkup(text)
    .split(/\n\s*\n/)
    .map((paragraph) => `<p>${paragraph}</p>`)
    .join('');
}

function distinct(names: readonly string[]): string[] {
  return [...new Set(names)];
}
