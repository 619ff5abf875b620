/** What stands between Ghost's paragraphs, in both of its formats, by the names of the cards. */
import type { Element, ElementContent, Properties, Root } from 'hast';
import { markdownTree } from '../markdown/markdown-tree.ts';
import { htmlTree } from './html-to-markdown.ts';
import { type JsonObject, objectsIn, textAt } from './json-values.ts';

export function element(tagName: string, children: readonly ElementContent[], properties: Properties = {}): Element {
  return { type: 'element', tagName, properties, children: [...children] };
}

export function text(value: string): ElementContent {
  return { type: 'text', value };
}

/** Nodes of a page as the content of an element. */
export function contentOf(tree: Root): ElementContent[] {
  return tree.children.filter((child) => child.type === 'element' || child.type === 'text');
}

/** The elements of a card; none for embeds, bookmarks, buttons and whatever else is no text of the post. */
export function cardElements(name: string, card: JsonObject): ElementContent[] {
  switch (name) {
    case 'markdown':
    case 'card-markdown':
      return contentOf(markdownTree(textAt(card, 'markdown') ?? ''));
    case 'html':
      return contentOf(htmlTree(textAt(card, 'html') ?? ''));
    case 'code':
    case 'codeblock':
      return [codeOf(card), ...captionOf(card)];
    case 'image':
      return [imageOf(card), ...captionOf(card)];
    case 'gallery':
      return [...objectsIn(card.images).map(imageOf), ...captionOf(card)];
    case 'hr':
    case 'horizontalrule':
      return [element('hr', [])];
    case 'callout':
      return [element('blockquote', htmlOf(card, 'calloutText'))];
    case 'toggle':
      return [element('p', [element('strong', htmlOf(card, 'heading'))]), ...htmlOf(card, 'content')];
    default:
      return [];
  }
}

function htmlOf(card: JsonObject, key: string): ElementContent[] {
  return contentOf(htmlTree(textAt(card, key) ?? ''));
}

function imageOf(card: JsonObject): Element {
  const image = element('img', [], { src: textAt(card, 'src') ?? '', alt: textAt(card, 'alt') ?? '' });
  return element('p', [image]);
}

function captionOf(card: JsonObject): Element[] {
  const caption = htmlOf(card, 'caption');
  return caption.length === 0 ? [] : [element('p', caption)];
}

function codeOf(card: JsonObject): Element {
  const language = textAt(card, 'language');
  const properties = language === null ? {} : { className: [`language-${language}`] };
  return element('pre', [element('code', [text(textAt(card, 'code') ?? '')], properties)]);
}
