import { nodesOfType, type ParsedMarkdown } from '../parsed-markdown.ts';
import type { Flaw } from './flaw.ts';

/** Links, images and references in the text that the parser found no address for, and the ends of some. */
const BROKEN =
  /\\[\s\S]|(?<image>!)?\[(?<label>[^[\]]*)\](?:\([^()\n]*\)?|\[[^[\]\n]*\])|\]\([^()\s]*\)?|\[\^[^\]\s]+\]:?/g;

/** Links without an end or an address: their words stay; images and marks of footnotes go. */
export function* brokenLinks(page: ParsedMarkdown): Generator<Flaw> {
  const { text } = page;
  for (const { start, end } of nodesOfType(page, 'text')) {
    for (const found of text.slice(start, end).matchAll(BROKEN)) {
      if (found[0].startsWith('\\')) continue;
      const { image, label = '' } = found.groups ?? {};
      const at = start + found.index;
      const behind = at + found[0].length;
      // The parser makes a link of its own of an address that stands behind the bracket.
      const address = found[0].endsWith('(') && behind === end ? /^[^\s()]*\)?/.exec(text.slice(end))![0] : '';
      const replacement = image === undefined ? label : '';
      yield { what: 'a link that leads nowhere', start: at, end: behind + address.length, replacement };
    }
  }
}
