import { endsFinished } from '../drafts/unfinished-end.ts';
import { flawsOf } from '../markdown/repair/repair-markdown.ts';

/**
 * What a Markdown text leaves open, each a few words for people: 'emphasis that is never closed', 'its last sentence';
 * empty for a whole one.
 */
export function openMarkdown(markdown: string): string[] {
  const flaws = new Set(flawsOf(markdown).map(({ what }) => what));
  return [...flaws, ...(endsFinished(markdown) ? [] : ['its last sentence'])];
}
