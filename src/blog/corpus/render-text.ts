import type { Element, ElementContent, Nodes, Root } from 'hast';
import { isBackLink } from '../markdown/back-link.ts';
import { type HeadingFacts, headingFacts, permalinkKind } from '../markdown/heading-permalink.ts';
import { subscript, superscript } from '../markdown/raised-text.ts';
import { TAG_PLACEHOLDER } from '../markdown/template-tags.ts';

/** Elements that a reader of text does not see. */
const unseen = new Set(
  `audio button canvas dialog embed head iframe img input link map math meta noscript object picture progress
  script select style svg template textarea title video`.split(/\s+/),
);

const blocks = new Set(
  `address article aside blockquote caption center dd details div dl dt fieldset figcaption figure footer form h1 h2
  h3 h4 h5 h6 header hr legend li main nav ol p pre section summary table tbody td tfoot th thead tr ul`.split(/\s+/),
);

/** Blocks with a text form of their own; of other blocks, only the content is written. */
const withOwnText = new Set(['ul', 'ol', 'blockquote', 'pre', 'table']);
const headings = new Set(['h1', 'h2', 'h3', 'h4', 'h5', 'h6']);

/** A paragraph, a list, a table and so on, with empty lines around it. */
interface Block {
  readonly text: string;
  /** Inside a list item, a nested list follows its paragraph without an empty line. */
  readonly isList: boolean;
}

/**
 * The text of a page as a reader sees it, with empty lines between blocks. Items begin with "- ", "1. " or "[ ] ", lines
 * of a quote with "> "; cells are separated by " | "; footnotes are "[1]" in the text and at its end; code is unchanged.
 */
export function renderText(tree: Root): string {
  return joined(blocksOf(tree.children));
}

function joined(parts: readonly Block[]): string {
  return parts.map((part) => part.text).join('\n\n');
}

function blocksOf(nodes: readonly Nodes[]): Block[] {
  const found: Block[] = [];
  collectBlocks(nodes, found);
  return found;
}

/** Adds the blocks of `nodes` to `found`; runs of inline nodes between blocks become paragraphs. */
function collectBlocks(nodes: readonly Nodes[], found: Block[]): void {
  let [inline, last] = ['', ''];
  const endParagraph = () => {
    const text = tidy(inline);
    if (text !== '') found.push({ text, isList: false });
    [inline, last] = ['', ''];
  };
  for (const node of nodes) {
    if (!isBlock(node)) {
      const text = inlineText(node, last);
      inline += text;
      last = text.at(-1) ?? last;
      continue;
    }
    endParagraph();
    const inner = contentOfBox(node);
    if (inner !== null) collectBlocks(inner, found);
    else for (const block of blocksOfElement(node)) if (block.text !== '') found.push(block);
  }
  endParagraph();
}

/** The content of an element that has no text form of its own; null for others. */
function contentOfBox(element: Element): readonly Nodes[] | null {
  if (withOwnText.has(element.tagName) || isFootnotes(element)) return null;
  if (!headings.has(element.tagName)) return element.children;
  return withoutPermalinks(element, headingFacts(element)).children;
}

/** A link around paragraphs is a block too. */
function isBlock(node: Nodes): node is Element {
  if (node.type !== 'element' || isUnseen(node)) return false;
  return blocks.has(node.tagName) || node.children.some(isBlock);
}

function isUnseen(element: Element): boolean {
  const { tagName, properties } = element;
  if (tagName === 'input' && properties.type === 'checkbox') return false;
  if (unseen.has(tagName) || 'hidden' in properties || isBackLink(element)) return true;
  return tagName === 'a' && permalinkKind(element, null) === 'gone';
}

function blocksOfElement(element: Element): Block[] {
  switch (element.tagName) {
    case 'ul':
    case 'ol':
      return [{ text: listText(element, markersOf(element)), isList: true }];
    case 'blockquote':
      return [{ text: prefixed(joined(blocksOf(element.children)), '> ', '> '), isList: false }];
    case 'pre':
      if (isDiagram(element)) return [];
      return [{ text: codeText(element).replace(/^\n/, '').trimEnd(), isList: false }];
    case 'table':
      return tableBlocks(element);
    default:
      return footnotes(element);
  }
}

function isFootnotes({ tagName, properties }: Element): boolean {
  return tagName === 'section' && 'dataFootnotes' in properties;
}

/** Whether code is the source of a diagram, of which a reader sees only the drawing. */
function isDiagram(pre: Element): boolean {
  const { className } = elementsOf(pre)[0]?.properties ?? {};
  return Array.isArray(className) && className.includes('language-mermaid');
}

/** A heading without the link to itself that themes add. */
function withoutPermalinks(element: Element, facts: HeadingFacts): Element {
  const kept = element.children.filter((node) => node.type !== 'element' || permalinkKind(node, facts) !== 'gone');
  return {
    ...element,
    children: kept.map((node) => (node.type === 'element' ? withoutPermalinks(node, facts) : node)),
  };
}

/** The text that an item begins with: its number or a hyphen. */
type MarkerOf = (index: number, item: Element | null) => string;

function markersOf(list: Element): MarkerOf {
  if (list.tagName === 'ul') return () => '- ';
  let number = numberOf(list.properties.start) ?? 1;
  return (_, item) => {
    number = numberOf(item?.properties.value) ?? number;
    return `${number++}. `;
  };
}

function numberOf(value: unknown): number | null {
  const number = Number.parseInt(String(value ?? ''), 10);
  return Number.isNaN(number) ? null : number;
}

interface Item {
  readonly element: Element | null;
  readonly nodes: Nodes[];
}

/**
 * The items of a list. A node outside any item belongs to the item before it, because editors nest lists directly; at
 * the start of the list it is an item itself.
 */
function itemsOf(list: Element): Item[] {
  const items: Item[] = [];
  for (const node of list.children) {
    if (node.type === 'comment' || (node.type === 'text' && node.value.trim() === '')) continue;
    if (node.type === 'element' && node.tagName === 'li') items.push({ element: node, nodes: [...node.children] });
    else if (items.length === 0) items.push({ element: null, nodes: [node] });
    else {
      const isInline = !isBlock(node);
      const box: Element = { type: 'element', tagName: 'div', properties: {}, children: [node as ElementContent] };
      items.at(-1)!.nodes.push(isInline ? box : node);
    }
  }
  return items;
}

function listText(list: Element, markerOf: MarkerOf): string {
  const items = itemsOf(list)
    .map(({ element, nodes }) => ({ element, text: itemText(nodes) }))
    .filter(({ text }) => text !== '');
  const gap = items.some(({ text }) => text.includes('\n\n')) ? '\n\n' : '\n';
  return items
    .map(({ element, text }, index) => {
      const marker = markerOf(index, element);
      return prefixed(text, marker, ' '.repeat(marker.length));
    })
    .join(gap);
}

function itemText(nodes: readonly Nodes[]): string {
  return blocksOf(nodes).reduce(
    (text, block) => (text === '' ? block.text : text + (block.isList ? '\n' : '\n\n') + block.text),
    '',
  );
}

/** Puts `first` before the first line and `rest` before the others, without spaces at the end of empty lines. */
function prefixed(text: string, first: string, rest: string): string {
  if (text === '') return '';
  return text
    .split('\n')
    .map((line, i) => (i === 0 ? first : rest) + line)
    .map((line, i) => (i > 0 && line.trimEnd() === rest.trimEnd() ? line.trimEnd() : line))
    .join('\n');
}

function footnotes(section: Element): Block[] {
  const lists = elementsOf(section).filter((element) => element.tagName === 'ol');
  return lists.map((list) => ({ text: listText(list, (index) => `[${index + 1}] `), isList: true }));
}

/** The caption, then one line for each row. */
function tableBlocks(table: Element): Block[] {
  const captions = elementsOf(table).filter((element) => element.tagName === 'caption');
  const rows = rowsOf(table)
    .map((row) => elementsOf(row).map((cell) => joined(blocksOf(cell.children)).replace(/\s+/g, ' ')))
    .filter((cells) => cells.some((cell) => cell !== ''))
    .map((cells) => cells.join(' | ').trim());
  return [...captions.flatMap((caption) => blocksOf(caption.children)), { text: rows.join('\n'), isList: false }];
}

function rowsOf(element: Element): Element[] {
  return elementsOf(element).flatMap((child) => {
    if (child.tagName === 'tr') return [child];
    return child.tagName === 'caption' ? [] : rowsOf(child);
  });
}

function elementsOf(element: Element): Element[] {
  return element.children.filter((child) => child.type === 'element');
}

function codeText(node: Nodes): string {
  if (node.type === 'text') return node.value.replaceAll(TAG_PLACEHOLDER, '');
  if (node.type !== 'element' || isUnseen(node)) return '';
  return node.tagName === 'br' ? '\n' : node.children.map(codeText).join('');
}

/**
 * The text of an inline node, white space collapsed as in a browser; "\n" is a visible line break. `last` is the
 * character before it.
 */
function inlineText(node: Nodes, last: string): string {
  if (node.type === 'text') return node.value.replace(/[ \t\n\f\r]+/g, ' ');
  if (node.type !== 'element' || isUnseen(node)) return '';
  switch (node.tagName) {
    case 'br':
      return '\n';
    case 'q':
      return `“${inlineContent(node, '“')}”`;
    case 'input':
      return 'checked' in node.properties && node.properties.checked !== false ? '[x] ' : '[ ] ';
    case 'sup':
      return superscript(inlineContent(node, last), last);
    case 'sub':
      return subscript(inlineContent(node, last), last);
    default:
      return 'dataFootnoteRef' in node.properties ? `[${inlineContent(node, '[')}]` : inlineContent(node, last);
  }
}

function inlineContent({ children }: Element, before: string): string {
  let [text, last] = ['', before];
  for (const child of children) {
    const more = inlineText(child, last);
    text += more;
    last = more.at(-1) ?? last;
  }
  return text;
}

/** Removes invisible characters (placeholders, soft hyphens, zero-width spaces, byte order marks) and extra spaces. */
function tidy(text: string): string {
  return text
    .replace(/[\uE000\u00AD\u200B\u2060\uFEFF]/g, '')
    .replace(/[ \u00A0]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .trim();
}
