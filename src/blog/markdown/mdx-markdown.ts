import { withoutBlockMarks } from './block-marks.ts';
import { type Dialect, dialectWith, type Mark } from './dialect.ts';
import { withoutInlineMarks } from './inline-marks.ts';
import { rewriteProse } from './rewrite-prose.ts';

/** Marks that MDX handles itself or reads differently: braces are expressions. */
const notInMdx: readonly Mark[] = ['modules', 'attributes', 'extensions', 'abbreviations', 'wiki-links'];

/** The dialect of an .mdx file from an unknown site or none. */
const plainMdx = dialectWith('mdx', 'mdx');

/**
 * Removes the marks that a site supports beyond MDX: containers, directives, heading ids (which MDX would take for
 * expressions) and HTML comments (which Docusaurus accepts).
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
