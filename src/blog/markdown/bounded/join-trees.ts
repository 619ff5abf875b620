import type { Node, Nodes, Parent, Root, RootContent, Table } from 'mdast';

/** How far places in the tree of a part are from those in the whole. */
export interface Shift {
  readonly lines: number;
  readonly characters: number;
}

/** Moves all places in a tree. */
export function shiftPlaces(node: Nodes, { lines, characters }: Shift): void {
  if (lines === 0 && characters === 0) return;
  const seen = new Set<unknown>();
  const waiting: Node[] = [node];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const point of [next.position?.start, next.position?.end]) {
      // Nodes may share one.
      if (point === undefined || seen.has(point)) continue;
      seen.add(point);
      point.line += lines;
      if (point.offset !== undefined) point.offset += characters;
    }
    if ('children' in next) for (const child of (next as Parent).children) waiting.push(child);
  }
}

/**
 * Puts the blocks of the next part behind those of a page. `follows`: its first block is a further part of the list, or
 * of the table, that the page ends with; `isApart`: a blank line is between the two.
 */
export function joinTrees(page: Root, part: Root, follows: 'block' | 'item' | 'row', isApart: boolean): void {
  const blocks = follows === 'row' ? withoutHead(part.children) : part.children;
  const [last, first] = [page.children.at(-1), blocks[0]];
  if (follows === 'item' && last?.type === 'list' && first?.type === 'list' && last.ordered === first.ordered) {
    last.spread = last.spread || first.spread || isApart;
    extend(last, first);
    blocks.shift();
  } else if (follows === 'row' && last?.type === 'table' && first?.type === 'table') {
    extend(last, first);
    blocks.shift();
  }
  for (const block of blocks) page.children.push(block);
}

function extend(block: Parent & RootContent, more: Parent & RootContent): void {
  for (const child of more.children) block.children.push(child as never);
  if (block.position !== undefined && more.position !== undefined) block.position.end = more.position.end;
}

/** The head was put before the rows so that they are some. */
function withoutHead(blocks: RootContent[]): RootContent[] {
  const [table] = blocks;
  if (table?.type === 'table') (table as Table).children.shift();
  return blocks;
}
