import type { BlockContent, List, ListItem as ListItemNode, Root, Table } from 'mdast';
import type { Align, Block, Cell, ListItem } from './block-collector.ts';
import { phrasingOf } from './emphasis-tree.ts';
import { paragraphsOf } from './inline-atoms.ts';
import { writeMarkdown } from './write-markdown.ts';

/** Blocks as Markdown with GitHub's tables. */
export function markdownOfBlocks(blocks: readonly Block[]): string {
  const parts: string[] = [];
  let open: BlockContent[] = [];
  const write = () => {
    const root: Root = { type: 'root', children: open };
    parts.push(writeMarkdown(root).trim());
    open = [];
  };
  for (const node of contentOf(blocks)) {
    open.push(node);
    // How a list is written depends on the one before it.
    if (open.length >= nodesAtOnce && node.type === 'paragraph') write();
  }
  if (open.length > 0) write();
  return parts.filter((part) => part !== '').join('\n\n');
}

/** As many are written at a time: the tree of all of a long page takes more memory than the page. */
const nodesAtOnce = 2000;

function* contentOf(blocks: readonly Block[]): Generator<BlockContent> {
  for (const block of blocks) {
    if (block.kind !== 'inline') yield nodeOf(block);
    else for (const line of paragraphsOf(block.atoms)) yield { type: 'paragraph', children: phrasingOf(line) };
  }
}

function nodeOf(block: Exclude<Block, { readonly kind: 'inline' }>): BlockContent {
  switch (block.kind) {
    case 'heading':
      return { type: 'heading', depth: block.depth, children: phrasingOf(block.atoms) };
    case 'quote':
      return { type: 'blockquote', children: [...contentOf(block.blocks)] };
    case 'list':
      return listNode(block.isOrdered, block.items);
    case 'table':
      return tableNode(block.rows, block.align);
    case 'code':
      return block.code;
    case 'rule':
      return { type: 'thematicBreak' };
  }
}

function listNode(isOrdered: boolean, items: readonly ListItem[]): List {
  const spread = items.length > 1 && items.some(({ isSpread }) => isSpread);
  const children = items.map(
    ({ blocks, checked, isSpread, number }): ListItemNode => ({
      type: 'listItem',
      spread: isSpread,
      checked,
      data: { number: number ?? 1 } as object,
      children: [...contentOf(blocks)],
    }),
  );
  return { type: 'list', ordered: isOrdered, start: isOrdered ? (items[0].number ?? 1) : null, spread, children };
}

function tableNode(rows: readonly (readonly Cell[])[], align: readonly Align[]): Table {
  const children = rows.map((cells) => ({
    type: 'tableRow' as const,
    children: cells.map((cell) => ({ type: 'tableCell' as const, children: phrasingOf(cell) })),
  }));
  return { type: 'table', align: [...align], children };
}
