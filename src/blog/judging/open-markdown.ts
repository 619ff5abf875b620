import { endsFinished } from '../drafts/unfinished-end.ts';
import { type Dialect, portableDialect } from '../markdown/dialect.ts';
import { flawsOf } from '../markdown/repair/repair-markdown.ts';
import { withoutTemplateTags } from '../markdown/template-tags.ts';

/** A tag, an output or a shortcode that has its lines to itself: like an image, it needs no sentence around it. */
const TAG_ALONE = /^(?:\{%.*%\}|\{\{.*\}\}|\{#.*#\})$/s;

/**
 * What a Markdown text leaves unfinished, as short phrases for messages: 'emphasis that is never closed', 'its last
 * sentence'; empty for a complete text. Template tags of the dialect, and what they keep from Markdown, are no part of it.
 */
export function openMarkdown(markdown: string, dialect: Dialect = portableDialect): string[] {
  const text = withoutTemplateTags(markdown, dialect);
  const flaws = new Set(flawsOf(text).map(({ what }) => what));
  const isFinished = endsFinished(text) || (dialect.templates !== 'none' && endsWithTag(markdown));
  return [...flaws, ...(isFinished ? [] : ['its last sentence'])];
}

/** Whether the last line, or the whole last paragraph, is a tag; a tag may be longer than a line. */
function endsWithTag(markdown: string): boolean {
  const text = markdown.trimEnd();
  const line = text.slice(text.lastIndexOf('\n') + 1);
  const paragraph = text.slice(text.lastIndexOf('\n\n') + 1);
  return TAG_ALONE.test(line.trim()) || TAG_ALONE.test(paragraph.trim());
}
