import type { Nodes, Parent, Root } from 'mdast';
import { parseMarkdown } from './markdown-tree.ts';

/** Markdown and its tree; places are offsets in the text. */
export interface ParsedMarkdown {
  readonly text: string;
  readonly tree: Root;
}

/** A node with its place, and what it stands in, the innermost last. */
export interface Placed<Node extends Nodes = Nodes> {
  readonly node: Node;
  readonly start: number;
  readonly end: number;
  readonly parents: readonly Nodes[];
}

/** Markdown, template tags and all, as GitHub's dialect reads it. */
export function parsed(text: string): ParsedMarkdown {
  return { text, tree: parseMarkdown(text) };
}

/**
 * All nodes but the root, in the order of the text. Where the parser found an address in plain text it tells no places:
 * such a stretch, with what stands around it, counts as one text.
 */
export function* nodesOf({ tree }: ParsedMarkdown): Generator<Placed> {
  yield* nodesIn(tree, [tree], 0);
}

/** Those of one type. */
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

/** Where the line of a place begins. */
export function lineStart(text: string, at: number): number {
  return text.lastIndexOf('\n', at - 1) + 1;
}

/** Behind the line break of the line of a place, or at the end of the text. */
export function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end === -1 ? text.length : end + 1;
}

/** What a further line in the same quotes and list items begins with. */
export function linePrefix(text: string, at: number): string {
  // A mark of a quote takes the space behind it along, where there is one.
  return text
    .slice(lineStart(text, at), at)
    .replace(/>(?!\s)/g, '> ')
    .replace(/[^>\s]/g, ' ');
}
