import { htmlPieces } from '../import/html/html-pieces.ts';

/** Elements whose text is not HTML, so that characters in it cannot be escaped. */
const verbatim = new Set(['script', 'style']);

/**
 * A bracket that may begin a shortcode: WordPress replaces `[gallery]` with a gallery, even in code and attributes, and
 * plugins add names that are unknown here. `[1]`, `[ ]` and `[…]` are not shortcodes.
 */
const shortcode = /\[(?=\[*\/?[\p{L}_])/gu;

/** HTML in which WordPress shows all brackets unchanged. */
export function wordpressContent(html: string): string {
  let content = '';
  for (const { kind, text } of htmlPieces(html, verbatim)) {
    content += kind === 'text' || kind === 'tag' ? text.replace(shortcode, '&#91;') : text;
  }
  return content;
}
