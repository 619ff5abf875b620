/** Ghost's Lexical documents: nodes with a `type` and `children` under `root`. */
import type { ElementContent, Root } from 'hast';
import { type JsonObject, objectIn, objectsIn, textAt } from '../json-values.ts';
import { cardElements, element, text } from './ghost-cards.ts';

/** The HTML tree of a Lexical document. */
export function lexicalTree(document: JsonObject): Root {
  return { type: 'root', children: childrenOf(objectIn(document.root) ?? {}) };
}

function childrenOf(node: JsonObject): ElementContent[] {
  return objectsIn(node.children).flatMap(elementsOf);
}

function elementsOf(node: JsonObject): ElementContent[] {
  const type = (textAt(node, 'type') ?? '').replace(/^extended-/, '');
  switch (type) {
    case 'text':
    case 'tk':
      return [formatted(String(node.text ?? ''), Number(node.format ?? 0))];
    case 'linebreak':
      return [element('br', [])];
    case 'tab':
      return [text('\t')];
    case 'paragraph':
      return [element('p', childrenOf(node))];
    case 'heading':
      return [element(/^h[1-6]$/.exec(textAt(node, 'tag') ?? '')?.[0] ?? 'h2', childrenOf(node))];
    case 'quote':
    case 'aside':
      return [element('blockquote', [element('p', childrenOf(node))])];
    case 'list':
      return [element(node.listType === 'number' ? 'ol' : 'ul', childrenOf(node), startOf(node))];
    case 'listitem':
      return [element('li', childrenOf(node))];
    case 'link':
    case 'autolink':
      return [element('a', childrenOf(node), { href: textAt(node, 'url') ?? '' })];
    default:
      return 'children' in node ? childrenOf(node) : cardElements(type, node);
  }
}

function startOf(list: JsonObject): { start?: number } {
  return typeof list.start === 'number' && list.start !== 1 ? { start: list.start } : {};
}

/** The bits of `format`, the outermost element first. */
const formats: readonly (readonly [bit: number, tagName: string])[] = [
  [1, 'strong'],
  [2, 'em'],
  [4, 'del'],
  [16, 'code'],
];

function formatted(value: string, format: number): ElementContent {
  return formats
    .filter(([bit]) => (format & bit) !== 0)
    .reduceRight<ElementContent>((inner, [, tagName]) => element(tagName, [inner]), text(value));
}
