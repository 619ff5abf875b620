import type { Nodes } from 'hast';
import type { Code } from 'mdast';
import type { HeadingFacts } from '../../markdown/heading-permalink.ts';
import { type Atom, isSeen } from './inline-atoms.ts';
import type { Marks } from './marks-within.ts';

/** A cell of a table as one line. */
export type Cell = readonly Atom[];

export interface ListItem {
  readonly blocks: Block[];
  /** Of a task; null for other items. */
  readonly checked: boolean | null;
  /** Of an ordered list; null: the next one. */
  readonly number: number | null;
  /** Its paragraphs are marked as such: a browser shows them apart. */
  readonly isSpread: boolean;
}

/** What stands on lines of its own; `inline` is one or more paragraphs. */
export type Block =
  | { readonly kind: 'inline'; readonly atoms: Atom[] }
  | { readonly kind: 'heading'; readonly depth: 1 | 2 | 3 | 4 | 5 | 6; readonly atoms: Cell }
  | { readonly kind: 'quote'; readonly blocks: readonly Block[] }
  | { readonly kind: 'list'; readonly isOrdered: boolean; readonly items: readonly ListItem[] }
  | { readonly kind: 'table'; readonly rows: readonly (readonly Cell[])[]; readonly align: readonly Align[] }
  | { readonly kind: 'code'; readonly code: Code }
  | { readonly kind: 'rule' };

export type Align = 'left' | 'center' | 'right' | null;

/** Where in a page something stands. */
export interface Place {
  readonly marks: Marks;
  /** The heading around it. */
  readonly heading: HeadingFacts | null;
  readonly isCode: boolean;
  /** In how many lists and quotations it is. */
  readonly depth: number;
}

/** Collects nodes at a place; lists and tables call it for what is in them. */
export type Collect = (nodes: readonly Nodes[], place: Place) => BlockCollector;

/** Collects blocks in the order of the page: what is inline becomes a stretch until a block ends it. */
export class BlockCollector {
  readonly blocks: Block[] = [];
  /** A `p` was among what was collected. */
  hasParagraphs = false;
  #open: Atom[] | null = null;
  /** Signs of quotations that begin with what comes next. */
  #opening: Atom[] = [];

  add(atom: Atom): void {
    if (this.#opening.length > 0 && isSeen(atom)) {
      const signs = this.#opening;
      this.#opening = [];
      for (const sign of signs) this.add(sign);
    }
    if (this.#open === null) {
      this.#open = [atom];
      this.blocks.push({ kind: 'inline', atoms: this.#open });
      return;
    }
    const last = this.#open.at(-1);
    const isMore = atom.type === 'code' && last?.type === 'code' && last.marks === atom.marks;
    if (isMore) this.#open[this.#open.length - 1] = { ...last, value: last.value + atom.value };
    else this.#open.push(atom);
  }

  /** Ends the stretch of inline nodes. */
  end(): void {
    this.#open = null;
  }

  addBlocks(blocks: readonly Block[]): void {
    if (blocks.length === 0) return;
    this.end();
    for (const block of blocks) this.blocks.push(block);
  }

  /** What is quoted may be paragraphs: the first sign stands before the first of them, the last behind the last. */
  quote(marks: Marks, addContent: () => void): void {
    const sign: Atom = { type: 'text', value: '"', marks };
    this.#opening.push(sign);
    addContent();
    if (this.#opening.includes(sign)) {
      this.#opening = this.#opening.filter((other) => other !== sign);
      return;
    }
    const last = this.blocks.findLast((block) => block.kind === 'inline' && block.atoms.some(isSeen));
    if (this.#open === null && last?.kind === 'inline') last.atoms.push(sign);
    else this.add(sign);
  }
}

/** All inline nodes of some blocks as one stretch, a space between blocks. */
export function flatAtoms(blocks: readonly Block[]): Atom[] {
  const atoms: Atom[] = [];
  const add = (more: readonly Atom[]) => {
    if (atoms.length > 0) atoms.push({ type: 'text', value: ' ', marks: [] });
    for (const atom of more) atoms.push(atom);
  };
  for (const block of blocks) {
    if (block.kind === 'inline' || block.kind === 'heading') add(block.atoms);
    else if (block.kind === 'quote') add(flatAtoms(block.blocks));
    else if (block.kind === 'list') for (const item of block.items) add(flatAtoms(item.blocks));
    else if (block.kind === 'table') for (const row of block.rows) for (const cell of row) add(cell);
    else if (block.kind === 'code') add([{ type: 'code', value: block.code.value, marks: [] }]);
  }
  return atoms;
}

export function isSeenBlock(block: Block): boolean {
  return block.kind !== 'inline' || block.atoms.some(isSeen);
}
