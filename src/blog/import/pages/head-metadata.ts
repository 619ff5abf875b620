import { attribute, elementsIn, findElement, lineIn } from '../html/hast-search.ts';
import { pageTree } from '../html/html-to-markdown.ts';

/** The metadata in a page's head, under front matter keys, and the HTML of its body. */
export interface HeadMetadata {
  readonly data: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * The metadata of a post that is an HTML page, as Pelican and Nikola read it: its `<title>`, and each `<meta>` with a
 * name; if two have the same name, the first counts. `keywords` are tags. Null if the head has none.
 */
export function headMetadata(html: string): HeadMetadata | null {
  const head = findElement(pageTree(html), ({ tagName }) => tagName === 'head');
  const data = new Map<string, string>();
  for (const element of head === null ? [] : elementsIn(head)) {
    const name = element.tagName === 'title' ? 'title' : metaName(attribute(element, 'name'));
    const value = element.tagName === 'title' ? lineIn(element) : attribute(element, 'content');
    if (name !== null && value !== null && value !== '' && !data.has(name)) data.set(name, value);
  }
  if (data.size === 0) return null;
  return { data: Object.fromEntries(data), body: bodyOf(html) };
}

function metaName(name: string | null): string | null {
  const key = name?.toLowerCase() ?? null;
  return key === 'keywords' ? 'tags' : key;
}

/** The text between the body tags; without them, everything after the head, or the whole text. */
function bodyOf(html: string): string {
  const open = /<body(?:\s[^<>]*)?>/i.exec(html) ?? /<\/head\s{0,99}>/i.exec(html);
  const rest = open === null ? html : html.slice(open.index + open[0].length);
  const close = rest.search(/<\/(?:body|html)\s{0,99}>/i);
  return (close < 0 ? rest : rest.slice(0, close)).trim();
}
