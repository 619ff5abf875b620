/** JSON Feed 1.0 and 1.1: a feed as one JSON object with `items`. Only read here. */
import { slugOfAddress } from './addresses.ts';
import { feedPost } from './feeds.ts';
import { objectIn, objectsIn, textAt, textsAt, wholeJson } from './json-values.ts';
import { type DocumentSource, placeWith, SourceFault } from './post-source.ts';

export const jsonFeed: DocumentSource = {
  kind: 'document',
  name: 'a JSON Feed',
  recognise: (_, head) => /^\s*\{/.test(head) && /jsonfeed\.org\\?\/version/.test(head),
  async *read(text, source) {
    const feed = objectIn(await wholeJson(text, source));
    if (!Array.isArray(feed?.items)) throw new SourceFault(source, null, 'it has no list "items", as a JSON Feed has.');
    for (const [i, item] of objectsIn(feed.items).entries()) {
      const title = textAt(item, 'title');
      const address = textAt(item, 'url');
      const html = textAt(item, 'content_html');
      const plain = textAt(item, 'content_text');
      const post = {
        where: placeWith(title, `item ${i + 1}`),
        title,
        slug: slugOfAddress(address),
        date: textAt(item, 'date_published') ?? textAt(item, 'date_modified'),
        categories: [],
        tags: textsAt(item, 'tags'),
        description: textAt(item, 'summary'),
        canonicalUrl: address,
        draft: false,
        generated: false,
      };
      const body = html ?? plain ?? textAt(item, 'summary') ?? '';
      if (html === null && plain !== null) yield { ...post, markdown: () => plain };
      else yield feedPost(post, body, html === null);
    }
  },
};
