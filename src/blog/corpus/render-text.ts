import type { Element, Nodes, Root } from 'hast';
import { TAG_PLACEHOLDER } from '../markdown/template-tags.ts';

/** Elements of which a reader of text sees nothing. */
const unseen = new Set(
  `audio button canvas dialog embed head iframe img input link map math meta noscript object picture progress
  script select style svg template textarea title video`.split(/\s+/),
);

const blocks = new Set(
  `address article aside blockquote caption center dd details div dl dt fieldset figcaption figure footer form h1 h2
  h3 h4 h5 h6 header hr legend li main nav ol p pre section summary table tbody td tfoot th thead tr ul`.split(/\s+/),
);

/** A paragraph, a list, a table ...: what an empty line stands before and after. */
interface Block {
  readonly text: string;
  /** A list stands close to the paragraph that it belongs to, within another list's item. */
  readonly isList: boolean;
}

/**
 * What a reader of the page sees, as plain text; an empty line stands between blocks. Items begin with "- ", "1. "
 * or "[ ] ", lines of a quote with "> ", cells are divided by " | ", footnotes are "[1]" in the text and at its
 * end; code stands as it is.
 */
export function renderText(tree: Root): string {
  return joined(blocksOf(tree.children));
}

function joined(parts: readonly Block[]): string {
  return parts.map((part) => part.text).join('\n\n');
}

/** Stretches of inline nodes become paragraphs between the blocks around them. */
function blocksOf(nodes: readonly Nodes[]): Block[] {
  const found: Block[] = [];
  let inline = '';
  const endParagraph = () => {
    const text = tidy(inline);
    if (text !== '') found.push({ text, isList: false });
    inline = '';
  };
  for (const node of nodes) {
    if (!isBlock(node)) {
      inline += inlineText(node);
      continue;
    }
    endParagraph();
    found.push(...blocksOfElement(node).filter((block) => block.text !== ''));
  }
  endParagraph();
  return found;
}

/** A link around paragraphs is a block too. */
function isBlock(node: Nodes): node is Element {
  if (node.type !== 'element' || isUnseen(node)) return false;
  return blocks.has(node.tagName) || node.children.some(isBlock);
}

function isUnseen({ tagName, properties }: Element): boolean {
  if (tagName === 'input' && properties.type === 'checkbox') return false;
  return unseen.has(tagName) || 'hidden' in properties || 'dataFootnoteBackref' in properties;
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
    case 'section':
      return 'dataFootnotes' in element.properties ? footnotes(element) : blocksOf(element.children);
    default:
      return blocksOf(element.children);
  }
}

/** A diagram is drawn of its source, of which nothing is read. */
function isDiagram(pre: Element): boolean {
  const { className } = elementsOf(pre)[0]?.properties ?? {};
  return Array.isArray(className) && className.includes('language-mermaid');
}

function markersOf(list: Element): (index: number) => string {
  if (list.tagName === 'ul') return () => '- ';
  const start = Number(list.properties.start ?? 1);
  return (index) => `${start + index}. `;
}

function listText(list: Element, markerOf: (index: number) => string): string {
  const items = elementsOf(list)
    .map((item) => itemText(isBlock(item) && item.tagName !== 'li' ? [item] : item.children))
    .filter((text) => text !== '');
  const gap = items.some((text) => text.includes('\n\n')) ? '\n\n' : '\n';
  return items.map((text, index) => prefixed(text, markerOf(index), ' '.repeat(markerOf(index).length))).join(gap);
}

function itemText(nodes: readonly Nodes[]): string {
  return blocksOf(nodes).reduce(
    (text, block) => (text === '' ? block.text : text + (block.isList ? '\n' : '\n\n') + block.text),
    '',
  );
}

/** `first` before the first line, `rest` before the others; no line ends in spaces for it. */
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

/** A line for each row; before them the caption. */
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

/** White space is one space, as in a browser; a line feed stands for a line break that is seen. */
function inlineText(node: Nodes): string {
  if (node.type === 'text') return node.value.replace(/[ \t\n\f\r]+/g, ' ');
  if (node.type !== 'element' || isUnseen(node)) return '';
  const content = () => node.children.map(inlineText).join('');
  switch (node.tagName) {
    case 'br':
      return '\n';
    case 'q':
      return `“${content()}”`;
    case 'input':
      return 'checked' in node.properties && node.properties.checked !== false ? '[x] ' : '[ ] ';
    default:
      return 'dataFootnoteRef' in node.properties ? `[${content()}]` : content();
  }
}

/** Without characters that are not seen: placeholders, soft hyphens, spaces of no width, byte order marks. */
function tidy(text: string): string {
  return text
    .replace(/[\uE000\u00AD\u200B\u2060\uFEFF]/g, '')
    .replace(/[ \u00A0]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .trim();
}
