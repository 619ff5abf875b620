/**
 * Removes line ends within paragraphs, where the text was wrapped at some column: they mean a space, but WordPress, and
 * Ghost's Markdown, turn each into a line break.
 */
import type { ElementContent, Root, RootContent } from 'hast';
import type { Node } from 'mdast';
import { type Edit, edited } from '../markdown/edits.ts';
import { parseMarkdown } from '../markdown/markdown-tree.ts';

/** Elements whose line ends are kept. */
const verbatim = new Set(['pre', 'script', 'style', 'textarea']);

/** Elements at whose edges a line end has no effect and may stay. */
const blocks = new Set(
  `address article aside blockquote caption dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6
  header hr iframe li main nav ol p pre script section style summary table tbody td tfoot th thead tr ul`.split(/\s+/),
);

/** An HTML tree with spaces for these line ends; those between blocks and after a line break do not become spaces. */
export function withoutSoftBreaks(tree: Root): Root {
  return { ...tree, children: unwrapped(tree.children) as RootContent[] };
}

function unwrapped(nodes: readonly (RootContent | ElementContent)[]): (RootContent | ElementContent)[] {
  return nodes.map((node, i) => {
    if (node.type === 'element' && !verbatim.has(node.tagName)) {
      return { ...node, children: unwrapped(node.children) as ElementContent[] };
    }
    if (node.type !== 'text' || !/[\r\n]/.test(node.value)) return node;
    const [before, after] = [nodes[i - 1], nodes[i + 1]];
    const isBetween = isEdge(before) && isEdge(after);
    if (isBetween && node.value.trim() === '') return { ...node, value: '\n' };
    const value = node.value
      .split(/\r\n?|\n/)
      .map(trimmedLine)
      .join(' ');
    return { ...node, value: isBreak(before) ? value.trimStart() : value };
  });
}

/** Trims a line, so that joining leaves a single space. */
function trimmedLine(line: string, i: number, lines: readonly string[]): string {
  const start = i === 0 ? line : line.replace(/^[ \t]+/, '');
  return i === lines.length - 1 ? start : start.trimEnd();
}

function isEdge(node: RootContent | ElementContent | undefined): boolean {
  return node === undefined || node.type !== 'element' ? node === undefined : blocks.has(node.tagName);
}

function isBreak(node: RootContent | ElementContent | undefined): boolean {
  return node?.type === 'element' && node.tagName === 'br';
}

/** The parts of a node that matter here. */
interface AnyNode {
  readonly type: string;
  readonly children?: readonly AnyNode[];
  readonly position?: Node['position'];
}

/** Markdown with spaces for these line ends; code, HTML and line breaks are not changed. */
export function withoutSoftBreaksInMarkdown(markdown: string): string {
  const edits: Edit[] = [];
  const nodes: AnyNode[] = [parseMarkdown(markdown)];
  for (let node = nodes.pop(); node !== undefined; node = nodes.pop()) {
    if (node.type === 'text') edits.push(...lineEndsIn(markdown, node));
    for (const child of node.children ?? []) nodes.push(child);
  }
  return edited(markdown, edits);
}

/** Each line end with the spaces before it, and the quote marks and indent at the start of the next line. */
function lineEndsIn(markdown: string, { position }: AnyNode): Edit[] {
  const [from, to] = [position!.start.offset!, position!.end.offset!];
  const ends = markdown.slice(from, to).matchAll(/(?:\r\n?|\n)[ \t>]*/g);
  return Array.from(ends, ({ 0: lineEnd, index }) => {
    let start = from + index;
    while (start > from && /[ \t]/.test(markdown[start - 1])) start--;
    return { start, end: from + index + lineEnd.length, replacement: ' ' };
  });
}
