/** The cards between Ghost's paragraphs, in both of its formats, by name. */
import type { Element, ElementContent, Properties, Root } from 'hast';
import { markdownTree } from '../../markdown/markdown-tree.ts';
import { htmlTree } from '../html/html-to-markdown.ts';
import { type JsonObject, objectsIn, textAt } from '../json-values.ts';

export function element(tagName: string, children: readonly ElementContent[], properties: Properties = {}): Element {
  return { type: 'element', tagName, properties, children: [...children] };
}

export function text(value: string): ElementContent {
  return { type: 'text', value };
}

/** A tree's nodes as the content of an element. */
export function contentOf(tree: Root): ElementContent[] {
  return tree.children.filter((child) => child.type === 'element' || child.type === 'text');
}

/** The visible texts of each card, in order: the key, and the element it becomes. */
const texts: Readonly<Record<string, readonly (readonly [key: string, tagName: string])[]>> = {
  header: [
    ['header', 'h2'],
    ['subheader', 'h3'],
  ],
  signup: [
    ['header', 'h2'],
    ['subheader', 'p'],
    ['disclaimer', 'p'],
  ],
  product: [
    ['productTitle', 'h4'],
    ['productDescription', 'p'],
  ],
  file: [
    ['fileTitle', 'h4'],
    ['fileCaption', 'p'],
  ],
  'call-to-action': [['textValue', 'p']],
  audio: [['title', 'p']],
  // Everything else in a bookmark or an embed is someone else's text.
  bookmark: [['caption', 'p']],
  embed: [['caption', 'p']],
  video: [['caption', 'p']],
};

/** Buttons: the keys of the switch that shows them, of the text and of the address. */
const buttons: Readonly<Record<string, readonly [shown: string | null, text: string, address: string]>> = {
  button: [null, 'buttonText', 'buttonUrl'],
  header: ['buttonEnabled', 'buttonText', 'buttonUrl'],
  product: ['productButtonEnabled', 'productButton', 'productUrl'],
  'call-to-action': ['showButton', 'buttonText', 'buttonUrl'],
};

/**
 * The elements of a card; none for embeds, for parts that only appear in mails, and for cards without text of the post.
 */
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
    case 'before-after':
      return [
        ...[card.beforeImage, card.afterImage].flatMap((image) => objectsIn([image])).map(imageOf),
        ...captionOf(card),
      ];
    case 'hr':
    case 'horizontalrule':
      return [element('hr', [])];
    case 'callout':
      return [element('blockquote', htmlOf(card, 'calloutText'))];
    case 'toggle':
      return [element('p', [element('strong', htmlOf(card, 'heading'))]), ...htmlOf(card, 'content')];
    default:
      return [...textsOf(name, card), ...buttonOf(name, card)];
  }
}

function textsOf(name: string, card: JsonObject): ElementContent[] {
  return (texts[name] ?? []).flatMap(([key, tagName]) => {
    const content = htmlOf(card, key);
    const isBlock = content.some(
      (node) => node.type === 'element' && /^(?:p|div|ul|ol|h[1-6]|blockquote)$/.test(node.tagName),
    );
    return content.length === 0 || isBlock ? content : [element(tagName, content)];
  });
}

function buttonOf(name: string, card: JsonObject): ElementContent[] {
  const [shown, label, address] = buttons[name] ?? [null, '', ''];
  const [words, href] = [textAt(card, label), textAt(card, address)];
  if (words === null || href === null || (shown !== null && card[shown] !== true)) return [];
  return [element('p', [element('a', [text(words)], { href })])];
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
