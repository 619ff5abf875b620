import { endsFinished } from '../drafts/unfinished-end.ts';
import { flawsOf } from '../markdown/repair/repair-markdown.ts';

/**
 * What a Markdown text leaves unfinished, as short phrases for messages: 'emphasis that is never closed', 'its last
 * sentence'; empty for a complete text.
 */
export function openMarkdown(markdown: string): string[] {
  const flaws = new Set(flawsOf(markdown).map(({ what }) => what));
  return [...flaws, ...(endsFinished(markdown) ? [] : ['its last sentence'])];
}
