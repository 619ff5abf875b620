import { type Edit, edited } from '../edits.ts';
import { lineEnd, nodesOf, type ParsedMarkdown, type Placed, parsed } from '../parsed-markdown.ts';
import { mayExist } from './link-addresses.ts';
import { repairMarkdown } from './repair-markdown.ts';

/**
 * Removes relative links and images with an address that does not exist on the blog (`addresses`: see `addressesIn`).
 * The words of a link stay.
 */
export function dropDeadLinks(markdown: string, addresses: ReadonlySet<string>): string {
  const text = edited(markdown, deadLinks(parsed(markdown), addresses));
  // References to a removed definition need repair.
  return text === markdown ? text : repairMarkdown(text);
}

function* deadLinks(page: ParsedMarkdown, addresses: ReadonlySet<string>): Generator<Edit> {
  for (const placed of nodesOf(page)) {
    const { node, start, end } = placed;
    if (node.type === 'link' || node.type === 'image' || node.type === 'definition') {
      if (mayExist(node.url, addresses)) continue;
      if (node.type === 'link') yield* withoutAddress(placed, page);
      else yield { start, end: node.type === 'image' ? end : lineEnd(page.text, end), replacement: '' };
    }
  }
}

/** Removes the brackets and the address; the words between stay, with their marks. */
function* withoutAddress({ node, start, end }: Placed, { text }: ParsedMarkdown): Generator<Edit> {
  const children = 'children' in node ? node.children : [];
  const [first, last] = [children.at(0)?.position?.start.offset, children.at(-1)?.position?.end.offset];
  if (first === undefined || last === undefined)
    return yield {
      start,
      end,
      replacement: text
        .slice(start, end)
        .replace(/[[\]()]/g, ' ')
        .trim(),
    };
  yield { start, end: first, replacement: '' };
  yield { start: last, end, replacement: '' };
}
