/** RSS 0.9 to 2.0, including RDF: feeds of a site's newest posts, often only their beginnings. Read-only. */
import { slugOfAddress } from '../addresses.ts';
import { plainLine } from '../plain-line.ts';
import { type DocumentSource, placeWith } from '../post-source.ts';
import { childrenNamed, childText, textOf, type XmlElement } from '../xml/xml-element.ts';
import { readXmlItems, rootElement, type XmlItem } from '../xml/xml-items.ts';
import { type FeedItem, feedPosts, firstAddress, itemAddress } from './feed-item.ts';

export const rssFeed: DocumentSource = {
  kind: 'document',
  name: 'an RSS feed',
  recognise: (_, head) => /^(?:rss|rdf:RDF)$/i.test(rootElement(head)?.name ?? ''),
  async *read(text, source) {
    yield* feedPosts(itemsIn(text, source));
  },
};

async function* itemsIn(text: AsyncIterable<string>, source: string): AsyncGenerator<FeedItem> {
  for await (const item of readXmlItems(text, { source, items: ['item'], head: ['link'] })) yield itemOf(item, source);
}

/** The elements that hold dates and texts, the usual one first. */
const dateNames = ['pubDate', 'dc:date', 'dcterms:created', 'dcterms:issued', 'atom:published', 'atom:updated'];
const textNames = ['description', 'atom:summary', 'itunes:summary'];

function itemOf({ element, line, head }: XmlItem, source: string): FeedItem {
  const full = childText(element, 'content:encoded') ?? childText(element, 'atom:content');
  const [partName = null] = textNames.filter((name) => childText(element, name) !== null);
  const part = partName === null ? null : childText(element, partName);
  const title = plainLine(childText(element, 'title'));
  const site = firstAddress(element.base, ...head.map((link) => textOf(link).trim()), source);
  const link = itemAddress(childText(element, 'feedburner:origLink') ?? linkOf(element), site);
  return {
    post: {
      where: placeWith(title, `line ${line}`),
      title,
      slug: slugOfAddress(link),
      date: dateNames.map((name) => childText(element, name)).find((date) => date !== null) ?? null,
      categories: [],
      tags: tagsOf(element),
      description: full === null ? null : plainLine(part),
      canonicalUrl: link,
      draft: false,
      generated: false,
    },
    html: full ?? part ?? '',
    as: full !== null ? 'content' : partName === 'description' ? 'description' : 'summary',
    base: firstAddress(element.base, link, site),
  };
}

function linkOf(item: XmlElement): string | null {
  const atom = childrenNamed(item, 'atom:link').find(({ attributes: { rel = 'alternate' } }) => rel === 'alternate');
  return childText(item, 'link') ?? permalinkOf(item) ?? atom?.attributes.href ?? item.attributes['rdf:about'] ?? null;
}

/** A guid is an address unless it says otherwise. */
function permalinkOf(item: XmlElement): string | null {
  const [guid] = childrenNamed(item, 'guid');
  const text =
    guid === undefined || /^\s*false\s*$/i.test(guid.attributes.isPermaLink ?? '') ? '' : textOf(guid).trim();
  return /^https?:/i.test(text) ? text : null;
}

function tagsOf(item: XmlElement): string[] {
  const names = ['category', 'dc:subject'].flatMap((name) => childrenNamed(item, name));
  return [...new Set(names.flatMap((name) => plainLine(textOf(name)) ?? []))];
}
