import type { Nodes, Parent, Root } from 'mdast';
import { parseMarkdown } from './markdown-tree.ts';

/** Markdown and its tree; positions are offsets in the text. */
export interface ParsedMarkdown {
  readonly text: string;
  readonly tree: Root;
}

/** A node with its position and its ancestors, the innermost last. */
export interface Placed<Node extends Nodes = Nodes> {
  readonly node: Node;
  readonly start: number;
  readonly end: number;
  readonly parents: readonly Nodes[];
}

/** Parses Markdown as GitHub does, without removing template tags. */
export function parsed(text: string): ParsedMarkdown {
  return { text, tree: parseMarkdown(text) };
}

/**
 * All nodes except the root, in the order of the text. For web addresses in plain text the parser gives no positions, so
 * these and the text around them are one text node here.
 */
export function* nodesOf({ tree }: ParsedMarkdown): Generator<Placed> {
  yield* nodesIn(tree, [tree], 0);
}

/** The nodes of one type. */
export function* nodesOfType<Type extends Nodes['type']>(
  page: ParsedMarkdown,
  type: Type,
): Generator<Placed<Extract<Nodes, { type: Type }>>> {
  for (const placed of nodesOf(page)) {
    if (placed.node.type === type) yield placed as Placed<Extract<Nodes, { type: Type }>>;
  }
}

function* nodesIn(parent: Parent, parents: readonly Nodes[], contentStart: number): Generator<Placed> {
  let end = contentStart;
  for (const [i, node] of parent.children.entries()) {
    const place = placeOf(node);
    if (place === null) {
      if (i > 0 && placeOf(parent.children[i - 1]) === null) continue;
      const next = parent.children.slice(i).find((sibling) => placeOf(sibling) !== null);
      const textEnd = next === undefined ? (placeOf(parent as Nodes)?.end ?? end) : placeOf(next)!.start;
      yield { node: { type: 'text', value: '' }, start: end, end: textEnd, parents };
      continue;
    }
    yield { node, ...place, parents };
    if ('children' in node) yield* nodesIn(node, [...parents, node], place.start);
    end = place.end;
  }
}

function placeOf({ position }: Nodes): { start: number; end: number } | null {
  const [start, end] = [position?.start.offset, position?.end.offset];
  return start === undefined || end === undefined ? null : { start, end };
}

/** The start of the line that contains `at`. */
export function lineStart(text: string, at: number): number {
  return text.lastIndexOf('\n', at - 1) + 1;
}

/** The offset after the line break of the line that contains `at`, or the end of the text. */
export function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end === -1 ? text.length : end + 1;
}

/** The prefix of a further line in the same quotes and list items as `at`. */
export function linePrefix(text: string, at: number): string {
  // A space after a quote mark is part of the mark.
  return text
    .slice(lineStart(text, at), at)
    .replace(/>(?!\s)/g, '> ')
    .replace(/[^>\s]/g, ' ');
}
