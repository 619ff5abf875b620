import { withoutBlockMarks } from './block-marks.ts';
import { type Dialect, unknownDialect } from './dialect.ts';
import { withoutEmptied } from './emptied-elements.ts';
import { withoutInlineMarks } from './inline-marks.ts';
import { withoutTableRules } from './table-rules.ts';
import { TAG_PLACEHOLDER } from './tag-place.ts';
import { withoutTags } from './template-scanner.ts';

export { TAG_PLACEHOLDER } from './tag-place.ts';

/** Text of these characters contains no tags or marks of any dialect, unless a line begins like `beginningOfMark`. */
const plainWords = /^[\p{L}\p{N} ,.?'"’“”()\n]*$/u;
const beginningOfMark = /^ *(?:import|export|\?\?)/m;

/**
 * Converts Markdown of a dialect to GitHub's Markdown. Template tags are replaced by what a reader sees of them (captions,
 * titles, the text between tags) or by TAG_PLACEHOLDER; marks that only the dialect has are removed, and so are HTML elements
 * that are empty without their tags. Code in fences and
 * backticks stays, except that `raw` and `endraw` tags, which protect code from the generator, are removed. `raw` blocks
 * keep their text, `highlight` blocks become fenced code, and lines with nothing but tags are dropped. Without a dialect,
 * everything that looks like a tag or a mark counts as one.
 */
export function withoutTemplateTags(markdown: string, dialect: Dialect = unknownDialect): string {
  if (dialect.markdown === 'portable' && dialect.templates === 'none') return markdown;
  if (plainWords.test(markdown) && !beginningOfMark.test(markdown)) return markdown;
  const untagged = withoutTags(markdown, dialect);
  const ruled = dialect.marks.has('table-rules') ? withoutTableRules(untagged) : untagged;
  const blocks = withoutBlockMarks(ruled, dialect.marks);
  const isLenient = dialect.markdown !== 'kramdown';
  const unmarked = withoutInlineMarks(blocks, dialect.marks, isLenient);
  if (!unmarked.includes(TAG_PLACEHOLDER)) return unmarked;
  return withoutEmptied(unmarked)
    .replace(placeholderLine, '')
    .replace(/<\/?[a-z][^<>]*>/gi, withoutPlaceholders);
}

const placeholderLine = new RegExp(`^[ \\t]*${TAG_PLACEHOLDER}[${TAG_PLACEHOLDER} \\t]*(?:\\n|$)`, 'gm');

/** Removes placeholders inside an HTML tag, where they would not be valid attributes. */
function withoutPlaceholders(htmlTag: string): string {
  return htmlTag.replaceAll(`=${TAG_PLACEHOLDER}`, '=""').replaceAll(TAG_PLACEHOLDER, '');
}
