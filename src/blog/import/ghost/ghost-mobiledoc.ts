/**
 * Ghost's Mobiledoc documents (0.3): `sections`, each a list that begins with its type and holds markers `[type, opened
 * markups, number of closed ones, value]`; `markups`, `atoms` and `cards` are referenced by index.
 */
import type { Element, ElementContent, Root } from 'hast';
import { type JsonObject, objectIn } from '../json-values.ts';
import { cardElements, element, text } from './ghost-cards.ts';

const MARKUP_SECTION = 1;
const IMAGE_SECTION = 2;
const LIST_SECTION = 3;
const CARD_SECTION = 10;
const ATOM_MARKER = 1;

/** The HTML tree of a Mobiledoc document. */
export function mobiledocTree(document: JsonObject): Root {
  const sections = listIn(document.sections).map(listIn);
  return { type: 'root', children: sections.flatMap((section) => sectionElements(section, document)) };
}

function sectionElements([type, second, third]: readonly unknown[], document: JsonObject): ElementContent[] {
  switch (type) {
    case MARKUP_SECTION: {
      const inline = inlineElements(third, document);
      const name = tagOf(second);
      // A quote's text is a paragraph in it.
      return [
        name === 'blockquote' || name === 'aside'
          ? element('blockquote', [element('p', inline)])
          : element(name, inline),
      ];
    }
    case IMAGE_SECTION:
      return typeof second === 'string' ? cardElements('image', { src: second }) : [];
    case LIST_SECTION: {
      const items = listIn(third).map((markers) => element('li', inlineElements(markers, document)));
      return [element(second === 'ol' ? 'ol' : 'ul', items)];
    }
    case CARD_SECTION: {
      const [name, payload] = listIn(listIn(document.cards)[Number(second)]);
      return typeof name === 'string' ? cardElements(name, objectIn(payload) ?? {}) : [];
    }
    default:
      return [];
  }
}

function tagOf(name: unknown): string {
  return typeof name === 'string' && /^(?:p|h[1-6]|blockquote|aside)$/.test(name) ? name : 'p';
}

/** Markups nest like brackets. */
function inlineElements(markers: unknown, document: JsonObject): ElementContent[] {
  const paragraph: Element = element('span', []);
  const open: Element[] = [paragraph];
  for (const [type, opened, closed, value] of listIn(markers).map(listIn)) {
    for (const number of listIn(opened)) {
      const inner = markupElement(listIn(document.markups)[Number(number)]);
      open.at(-1)!.children.push(inner);
      open.push(inner);
    }
    open
      .at(-1)!
      .children.push(
        type === ATOM_MARKER ? atomElement(listIn(document.atoms)[Number(value)]) : text(String(value ?? '')),
      );
    open.length = Math.max(1, open.length - Number(closed ?? 0));
  }
  return paragraph.children;
}

/** `['a', ['href', 'https://…']]`, `['strong']`. */
function markupElement(markup: unknown): Element {
  const [name, attributes] = listIn(markup);
  const [key, address] = listIn(attributes);
  if (name === 'a') return element('a', [], key === 'href' && typeof address === 'string' ? { href: address } : {});
  return element(typeof name === 'string' && /^(?:strong|b|em|i|code|s|del|sub|sup|u)$/.test(name) ? name : 'span', []);
}

function atomElement(atom: unknown): ElementContent {
  const [name, value] = listIn(atom);
  return name === 'soft-return' ? element('br', []) : text(typeof value === 'string' ? value : '');
}

function listIn(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
