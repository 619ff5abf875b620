import type { Node, Nodes, Parent, Root, RootContent, Table } from 'mdast';

/** The distance from positions in a part to positions in the whole text. */
export interface Shift {
  readonly lines: number;
  readonly characters: number;
}

/** Shifts all positions in a tree. */
export function shiftPlaces(node: Nodes, { lines, characters }: Shift): void {
  if (lines === 0 && characters === 0) return;
  const seen = new Set<unknown>();
  const waiting: Node[] = [node];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const point of [next.position?.start, next.position?.end]) {
      // Nodes may share a point.
      if (point === undefined || seen.has(point)) continue;
      seen.add(point);
      point.line += lines;
      if (point.offset !== undefined) point.offset += characters;
    }
    if ('children' in next) for (const child of (next as Parent).children) waiting.push(child);
  }
}

/**
 * Appends the blocks of the next part to a page. With `follows` 'item' or 'row', its first block continues the list or
 * table at the end of the page. `isApart`: there is a blank line between the two.
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

/** Removes the header that was put before the rows to make them a table. */
function withoutHead(blocks: RootContent[]): RootContent[] {
  const [table] = blocks;
  if (table?.type === 'table') (table as Table).children.shift();
  return blocks;
}
