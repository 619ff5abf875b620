/** Kinds of HTML elements as browsers show them. */
import type { Element } from 'hast';
import { attribute } from './hast-search.ts';

const blocks = new Set(
  `address article aside blockquote body caption center dd details dir div dl dt fieldset figcaption figure footer form
  h1 h2 h3 h4 h5 h6 header hgroup hr html legend li listing main menu multicol nav ol p plaintext pre search section
  summary table tbody td tfoot th thead tr ul xmp`.split(/\s+/),
);

/** Whether an element is a block. */
export function isBlock(element: Element): boolean {
  return blocks.has(element.tagName) || /^(?:block|flex|grid|list-item|table)$/.test(styleOf(element, 'display') ?? '');
}

/** The value of a property in an element's `style`, in lower case; if set twice, the last one counts. */
export function styleOf(element: Element, name: string): string | null {
  const style = attribute(element, 'style');
  if (style === null || style.length > maxStyleCharacters) return null;
  const found = style
    .split(';')
    .map((part) => part.split(':', 2))
    .findLast(([key]) => key.trim().toLowerCase() === name);
  return (
    found?.[1]
      ?.replace(/!\s*important/i, '')
      .trim()
      .toLowerCase() ?? null
  );
}

/** Characters. A longer style contains an inline image. */
const maxStyleCharacters = 5_000;
