import { nodesOfType, type ParsedMarkdown } from '../parsed-markdown.ts';
import type { Flaw } from './flaw.ts';

/** Links, images and references that the parser read as text, and the ends of such links. */
const BROKEN =
  /\\[\s\S]|(?<image>!)?\[(?<label>[^[\]]*)\](?:\([^()\n]*\)?|\[[^[\]\n]*\])|\]\([^()\s]*\)?|\[\^[^\]\s]+\]:?/g;

/** Links without an end or an address. Their words stay; images and footnote marks are removed. */
export function* brokenLinks(page: ParsedMarkdown): Generator<Flaw> {
  const { text } = page;
  for (const { start, end } of nodesOfType(page, 'text')) {
    for (const found of text.slice(start, end).matchAll(BROKEN)) {
      if (found[0].startsWith('\\')) continue;
      const { image, label = '' } = found.groups ?? {};
      const at = start + found.index;
      const after = at + found[0].length;
      // The parser makes a separate link of a web address after the bracket.
      const address = found[0].endsWith('(') && after === end ? /^[^\s()]*\)?/.exec(text.slice(end))![0] : '';
      const replacement = image === undefined ? label : '';
      yield { what: 'a link without an address', start: at, end: after + address.length, replacement };
    }
  }
}
