import type { DocumentSource, SourceItem } from '../../../../src/blog/import/post-source.ts';

async function* inPieces(text: string, characters: number): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += characters) yield text.slice(at, at + characters);
}

export async function itemsOf(source: DocumentSource, name: string, text: string, pieces = 7): Promise<SourceItem[]> {
  const items: SourceItem[] = [];
  for await (const item of source.read(inPieces(text, pieces), name)) items.push(item);
  return items;
}

/** '2020-01-01 | Title | text | tags', without missing parts; 'draft', and the reason why something was left out. */
export function shown(item: SourceItem): string {
  if ('leftOut' in item) return `${item.where}: ${item.leftOut}`;
  const { date, title, tags, draft } = item;
  const parts = [date, title, item.markdown(), tags.length > 0 ? `#${tags.join(' #')}` : null, draft ? 'draft' : null];
  return parts.filter((part) => part !== null).join(' | ');
}

export type Case = readonly [what: string, name: string, text: string, ...posts: string[]];

export const lines = (...all: string[]) => `${all.join('\n')}\n`;
