import { htmlPieces } from '../import/html/html-pieces.ts';

/** Elements whose text is no HTML, in which no character can be written otherwise. */
const verbatim = new Set(['script', 'style']);

/**
 * A bracket that may begin a shortcode: WordPress puts a gallery where `[gallery]` stands, in code and in attributes too,
 * and plugins act on names that nobody here knows. `[1]`, `[ ]` and `[…]` are none.
 */
const shortcode = /\[(?=\[*\/?[\p{L}_])/gu;

/** HTML in which WordPress shows all brackets as they are. */
export function wordpressContent(html: string): string {
  let content = '';
  for (const { kind, text } of htmlPieces(html, verbatim)) {
    content += kind === 'text' || kind === 'tag' ? text.replace(shortcode, '&#91;') : text;
  }
  return content;
}
