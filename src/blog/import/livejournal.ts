/**
 * LiveJournal's export of a month (export.bml, as XML), and those of related sites: an `entry` per post, whose
 * `security` says who may read it. Line breaks are kept as typed. Read-only.
 */
import { htmlPieces } from './html/html-pieces.ts';
import { markdownOfHtml } from './html/html-to-markdown.ts';
import { plainLine } from './plain-line.ts';
import { type DocumentSource, leftOut, placeWith, type SourceItem } from './post-source.ts';
import { blocksOf } from './wordpress/wordpress-paragraphs.ts';
import { childText } from './xml/xml-element.ts';
import { readXmlItems, rootElement, type XmlItem } from './xml/xml-items.ts';

export const livejournalExport: DocumentSource = {
  kind: 'document',
  name: "LiveJournal's export",
  recognise: (_, head) => rootElement(head)?.name === 'livejournal',
  async *read(text, source) {
    let comments = 0;
    for await (const item of readXmlItems(text, { source, items: ['entry'], skip: ['comment'] })) {
      comments += item.skipped.get('comment') ?? 0;
      yield entryOf(item);
    }
    if (comments > 0) yield leftOut('comment', '', 'comments were written by others.', comments);
  },
};

function entryOf({ element, line }: XmlItem): SourceItem {
  const title = plainLine(childText(element, 'subject'));
  const where = placeWith(title, `line ${line}`);
  const security = childText(element, 'security') ?? 'public';
  if (security === 'private') return leftOut('private', where, 'it is private.');
  if (security !== 'public') return leftOut('private', where, 'it is for friends only.');
  const event = childText(element, 'event') ?? '';
  return {
    where,
    title,
    slug: null,
    date: childText(element, 'eventtime') ?? childText(element, 'logtime'),
    categories: [],
    tags: (childText(element, 'taglist') ?? '').split(',').flatMap((tag) => plainLine(tag) ?? []),
    description: null,
    canonicalUrl: null,
    draft: false,
    generated: false,
    markdown: () => markdownOfHtml(blocksOf(withoutOwnTags(event))),
  };
}

const embeds: ReadonlySet<string> = new Set(['lj-embed', 'lj-poll', 'lj-template']);

/** Of LiveJournal's own elements, a person shows the name, a cut shows its content, and embeds show nothing. */
function withoutOwnTags(html: string): string {
  let shown = '';
  for (const { kind, text, name } of htmlPieces(html, embeds)) {
    if (kind === 'text' || kind === 'comment' || !/^lj(?:-|$)/.test(name)) shown += text;
    else if (name === 'lj') shown += /\b(?:user|comm)\s*=\s*["']?([\w-]+)/i.exec(text)?.[1] ?? '';
  }
  return shown;
}
