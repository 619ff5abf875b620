import { withoutBlockMarks } from './block-marks.ts';
import { type Dialect, unknownDialect } from './dialect.ts';
import { withoutInlineMarks } from './inline-marks.ts';
import { TAG_PLACEHOLDER } from './tag-place.ts';
import { withoutTags } from './template-scanner.ts';

export { TAG_PLACEHOLDER } from './tag-place.ts';

/** Nothing that consists of these is a tag or a mark of any dialect, but for lines that begin so. */
const plainWords = /^[\p{L}\p{N} ,.?'"’“”()\n]*$/u;
const beginningOfMark = /^ *(?:import|export|\?\?)/m;

/**
 * Markdown of a dialect as Markdown that GitHub reads: without what the site's generator acts on, TAG_PLACEHOLDER in its
 * place or what a reader sees of it (captions, titles, texts between tags), and without marks that only the dialect has.
 * Code in fences and backticks is as it was, but for the tags `raw` and `endraw`, which protect it from the generator.
 * Blocks of `raw` lose their tags and keep their text, blocks of `highlight` become fenced code of their language. Lines of
 * nothing but tags go away whole. Without a dialect whatever looks like a tag or a mark counts as one.
 */
export function withoutTemplateTags(markdown: string, dialect: Dialect = unknownDialect): string {
  if (dialect.markdown === 'portable' && dialect.templates === 'none') return markdown;
  if (plainWords.test(markdown) && !beginningOfMark.test(markdown)) return markdown;
  const untagged = withoutTags(markdown, dialect);
  const blocks = withoutBlockMarks(untagged, dialect.marks);
  const isLenient = dialect.markdown !== 'kramdown';
  return withoutInlineMarks(blocks, dialect.marks, isLenient)
    .replace(new RegExp(`^[ \\t]*${TAG_PLACEHOLDER}[${TAG_PLACEHOLDER} \\t]*(?:\\n|$)`, 'gm'), '')
    .replace(/<\/?[a-z][^<>]*>/gi, withoutPlaceholders);
}

/** Within an HTML tag a placeholder would not be an attribute. */
function withoutPlaceholders(htmlTag: string): string {
  return htmlTag.replaceAll(`=${TAG_PLACEHOLDER}`, '=""').replaceAll(TAG_PLACEHOLDER, '');
}
