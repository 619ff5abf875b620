/** JSON Feed 1.0 and 1.1: a feed as one JSON object with `items`. Read-only. */
import { slugOfAddress } from '../addresses.ts';
import { type JsonObject, objectIn, textAt, textsAt, wholeJson } from '../json-values.ts';
import {
  type DocumentSource,
  type ImportedPost,
  type LeftOut,
  leftOut,
  placeWith,
  SourceFault,
} from '../post-source.ts';
import { type FeedItem, feedPosts, firstAddress, itemAddress } from './feed-item.ts';

export const jsonFeed: DocumentSource = {
  kind: 'document',
  name: 'a JSON Feed',
  recognise: (_, head) => /^\s*\{/.test(head) && /jsonfeed\.org\\?\/version/.test(head),
  async *read(text, source) {
    const feed = objectIn(await wholeJson(text, source));
    if (!Array.isArray(feed?.items))
      throw new SourceFault(source, null, 'it has no "items" list, which every JSON Feed has.');
    const site = firstAddress(textAt(feed, 'home_page_url'), textAt(feed, 'feed_url'), source);
    const plain: ImportedPost[] = [];
    yield* feedPosts(itemsIn(feed.items, site, plain));
    yield* plain;
  },
};

/** Posts in plain text need no conversion; they go to `plain`. */
async function* itemsIn(
  items: readonly unknown[],
  site: string | null,
  plain: ImportedPost[],
): AsyncGenerator<FeedItem | LeftOut> {
  for (const [i, value] of items.entries()) {
    const item = objectIn(value);
    if (item === null) {
      yield leftOut('broken', `item ${i + 1}`, 'it is not an object.');
      continue;
    }
    const post = postOf(item, i, site);
    const html = textAt(item, 'content_html');
    const text = textAt(item, 'content_text');
    if (html === null && text !== null) plain.push({ ...post, markdown: () => text });
    else {
      const base = firstAddress(post.canonicalUrl, site);
      yield { post, html: html ?? textAt(item, 'summary') ?? '', as: html === null ? 'summary' : 'content', base };
    }
  }
}

function postOf(item: JsonObject, i: number, site: string | null): Omit<ImportedPost, 'markdown'> {
  const title = textAt(item, 'title');
  // The id is often the address, and may be the only one.
  const address = itemAddress(textAt(item, 'url'), site) ?? firstAddress(textAt(item, 'id'));
  const hasContent = textAt(item, 'content_html') !== null || textAt(item, 'content_text') !== null;
  return {
    where: placeWith(title, `item ${i + 1}`),
    title,
    slug: slugOfAddress(address),
    date: textAt(item, 'date_published') ?? textAt(item, 'date_modified'),
    categories: [],
    tags: textsAt(item, 'tags'),
    description: hasContent ? textAt(item, 'summary') : null,
    canonicalUrl: address,
    draft: false,
    generated: false,
  };
}
