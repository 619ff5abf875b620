/** Queries on the elements of an XML file. */
import { escapeMarkup } from '../html/escape-markup.ts';
import type { ResolvedNames } from './xml-names.ts';

/** An element of a feed; its names are those of `XmlScope`. */
export interface XmlElement extends ResolvedNames {
  readonly children: (XmlElement | string)[];
}

/** The children with this name. */
export function childrenNamed({ children }: XmlElement, name: string): XmlElement[] {
  return children.filter((child): child is XmlElement => typeof child !== 'string' && child.name === name);
}

/** The trimmed text of the first child with this name that has any; null without one. */
export function childText(element: XmlElement, name: string): string | null {
  for (const child of childrenNamed(element, name)) {
    const text = textOf(child).trim();
    if (text !== '') return text;
  }
  return null;
}

/** All text in an element, untrimmed. */
export function textOf(element: XmlElement): string {
  const texts: string[] = [];
  for (const part of partsOf(element)) if (typeof part === 'string') texts.push(part);
  return texts.join('');
}

/** An element's content as markup again, with names that have no prefixes. */
export function markupIn(element: XmlElement): string {
  const markup: string[] = [];
  for (const part of partsOf(element)) {
    if (typeof part === 'string') markup.push(escapeMarkup(part));
    else if (part.isEnd) markup.push(isVoid(part.element) ? '' : `</${part.element.local}>`);
    else markup.push(startTag(part.element));
  }
  return markup.join('');
}

interface Edge {
  readonly element: XmlElement;
  readonly isEnd: boolean;
}

/** An element's texts and the start and end of each descendant, in document order, at any depth. */
function* partsOf(element: XmlElement): Generator<string | Edge> {
  const open: { readonly element: XmlElement; next: number }[] = [{ element, next: 0 }];
  while (open.length > 0) {
    const top = open.at(-1)!;
    if (top.next === top.element.children.length) {
      open.pop();
      if (open.length > 0) yield { element: top.element, isEnd: true };
      continue;
    }
    const child = top.element.children[top.next++];
    if (typeof child === 'string') yield child;
    else {
      yield { element: child, isEnd: false };
      open.push({ element: child, next: 0 });
    }
  }
}

function startTag({ local, attributes }: XmlElement): string {
  const pairs = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeMarkup(value)}"`);
  return `<${local}${pairs.join('')}>`;
}

function isVoid({ local }: XmlElement): boolean {
  return /^(?:area|br|col|embed|hr|img|input|source|track|wbr)$/i.test(local);
}
