import { withoutBlockMarks } from './block-marks.ts';
import { type Dialect, dialectWith, type Mark } from './dialect.ts';
import { withoutInlineMarks } from './inline-marks.ts';
import { rewriteProse } from './rewrite-prose.ts';

/** What MDX reads itself, and what means something else there: braces are expressions. */
const notInMdx: readonly Mark[] = ['modules', 'attributes', 'extensions', 'abbreviations', 'wiki-links'];

/** Of an .mdx file from a site of which it is not known, and from none. */
const plainMdx = dialectWith('mdx', 'mdx');

/**
 * MDX without the marks that its site has beyond it: containers, directives, ids of headings (which MDX would take for
 * expressions) and comments of HTML, which Docusaurus takes.
 */
export function mdxMarkdown(text: string, { marks }: Dialect = plainMdx): string {
  const own = new Set<Mark>([...plainMdx.marks, ...marks].filter((mark) => !notInMdx.includes(mark)));
  return withoutInlineMarks(withoutHtmlComments(withoutBlockMarks(text, own)), own, false);
}

function withoutHtmlComments(text: string): string {
  return rewriteProse(text, {
    beginnings: '<',
    keepsIndentedCode: false,
    at: () => null,
    comment: () => '',
  });
}
