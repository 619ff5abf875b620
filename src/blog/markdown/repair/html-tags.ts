import { nodesOfType, type ParsedMarkdown } from '../parsed-markdown.ts';
import type { Flaw } from './flaw.ts';

const TAG = /<!--(?<comment>[\s\S]*?)(?:-->|$(?![\s\S]))|<(?<closes>\/)?(?<name>[a-zA-Z][\w-]*)(?:\s[^<>]*)?>/g;

/** Elements without an end tag. */
const VOID = /^(?:area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr)$/i;

/** HTML elements for the text of a page. A browser hides other elements, or they do not show text. */
const ELEMENTS = new Set(
  `a abbr address article aside audio b bdi bdo blockquote br caption center cite code col colgroup dd del details dfn div
  dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i iframe img ins kbd li main mark nav ol p picture pre q
  rp rt ruby s samp section small source span strike strong sub summary sup svg table tbody td tfoot th thead time tr tt u
  ul var video wbr`.split(/\s+/),
);

/**
 * HTML tags without a matching tag and unclosed comments, which are removed. Other text that looks like a tag, such as
 * `Array<string>` or a script, is escaped so that it is shown as written.
 */
export function* brokenHtml(page: ParsedMarkdown): Generator<Flaw> {
  const open: { readonly name: string; readonly flaw: Flaw }[] = [];
  for (const { start, end } of nodesOfType(page, 'html')) {
    for (const found of page.text.slice(start, end).matchAll(TAG)) {
      const { comment, closes, name = '' } = found.groups ?? {};
      const at = start + found.index;
      if (comment !== undefined) {
        const isOpen = !found[0].endsWith('-->');
        if (isOpen) yield { what: 'an HTML comment without an end', start: at, end: at + 4, replacement: '' };
        continue;
      }
      if (!ELEMENTS.has(name.toLowerCase())) {
        yield { what: `<${name}>, which is not an HTML element for text`, start: at, end: at + 1, replacement: '&lt;' };
        continue;
      }
      if (VOID.test(name) || found[0].endsWith('/>')) continue;
      // A capital letter without a matching tag is a type, `List<P>`.
      const replacement = name === name.toLowerCase() ? '' : `&lt;${found[0].slice(1)}`;
      const flaw = { what: `<${name}> without a matching tag`, start: at, end: at + found[0].length, replacement };
      if (closes === undefined) {
        open.push({ name: name.toLowerCase(), flaw });
        continue;
      }
      const opening = open.findLastIndex((tag) => tag.name === name.toLowerCase());
      if (opening === -1) yield flaw;
      else for (const tag of open.splice(opening).slice(1)) yield tag.flaw;
    }
  }
  for (const { flaw } of open) yield flaw;
}
