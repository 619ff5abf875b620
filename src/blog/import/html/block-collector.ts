import type { Nodes } from 'hast';
import type { Code } from 'mdast';
import type { HeadingFacts } from '../../markdown/heading-permalink.ts';
import { type Atom, isVisible } from './inline-atoms.ts';
import type { Marks } from './marks-within.ts';

/** A table cell as one line. */
export type Cell = readonly Atom[];

export interface ListItem {
  readonly blocks: Block[];
  /** Whether a task is done; null for other items. */
  readonly checked: boolean | null;
  /** Its number in an ordered list; null for the next number. */
  readonly number: number | null;
  /** It contains `p` elements, so a browser shows space between items. */
  readonly isSpread: boolean;
}

/** A block; `inline` is one or more paragraphs. */
export type Block =
  | { readonly kind: 'inline'; readonly atoms: Atom[] }
  | { readonly kind: 'heading'; readonly depth: 1 | 2 | 3 | 4 | 5 | 6; readonly atoms: Cell }
  | { readonly kind: 'quote'; readonly blocks: readonly Block[] }
  | { readonly kind: 'list'; readonly isOrdered: boolean; readonly items: readonly ListItem[] }
  | { readonly kind: 'table'; readonly rows: readonly (readonly Cell[])[]; readonly align: readonly Align[] }
  | { readonly kind: 'code'; readonly code: Code }
  | { readonly kind: 'rule' };

export type Align = 'left' | 'center' | 'right' | null;

/** A position in a page. */
export interface Place {
  readonly marks: Marks;
  /** The heading that contains it. */
  readonly heading: HeadingFacts | null;
  readonly isCode: boolean;
  /** How many lists and quotations contain it. */
  readonly depth: number;
}

/** Collects nodes at a place; lists and tables call it for their content. The blocks are visible. */
export type Collect = (
  nodes: readonly Nodes[],
  place: Place,
) => Readonly<Pick<BlockCollector, 'blocks' | 'hasParagraphs'>>;

/** Shared, because each item and cell has its own collector. */
const noAtoms: readonly Atom[] = [];
const unmarkedBreak: Atom = { type: 'break', marks: [] };

/** Collects blocks in page order; inline nodes are gathered until a block ends them. */
export class BlockCollector {
  blocks: Block[] = [];
  /** Whether a `p` was collected. */
  hasParagraphs = false;
  #open: Atom[] | null = null;
  /** Opening quotation marks to add before the next content. */
  #opening: readonly Atom[] = noAtoms;
  #break: Atom = unmarkedBreak;

  /** The last character of the text before the next node; '' if another kind of node or nothing is before it. */
  get lastCharacter(): string {
    const last = this.#open?.at(-1);
    return last?.type === 'text' || last?.type === 'code' ? (last.value.at(-1) ?? '') : '';
  }

  add(atom: Atom): void {
    if (this.#opening.length > 0 && isVisible(atom)) {
      const signs = this.#opening;
      this.#opening = noAtoms;
      for (const sign of signs) this.add(sign);
    }
    if (this.#open === null) {
      this.#open = [atom];
      this.#push({ kind: 'inline', atoms: this.#open });
      return;
    }
    const last = this.#open.at(-1);
    const isMore = atom.type === 'code' && last?.type === 'code' && last.marks === atom.marks;
    if (isMore) this.#open[this.#open.length - 1] = { ...last, value: last.value + atom.value };
    else this.#open.push(atom);
  }

  /** Adds the same atom for breaks with the same marks, because a page may have as many as it has characters. */
  break(marks: Marks): void {
    if (this.#break.marks !== marks) this.#break = { type: 'break', marks };
    this.add(this.#break);
  }

  /** Ends the current run of inline nodes, which is dropped if nothing in it is visible: often it is only white space. */
  end(): void {
    if (this.#open !== null && !this.#open.some(isVisible)) this.blocks.pop();
    this.#open = null;
  }

  addBlocks(blocks: readonly Block[]): void {
    if (blocks.length === 0) return;
    this.end();
    for (const block of blocks) this.#push(block);
  }

  /** An array that grows by `push` reserves seventeen slots, and most items and cells have one block. */
  #push(block: Block): void {
    if (this.blocks.length === 0) this.blocks = [block];
    else this.blocks.push(block);
  }

  /** A quotation may contain paragraphs: the opening mark goes before the first, the closing one after the last. */
  quote(marks: Marks, addContent: () => void): void {
    const sign: Atom = { type: 'text', value: '"', marks };
    this.#opening = [...this.#opening, sign];
    addContent();
    if (this.#opening.includes(sign)) {
      this.#opening = this.#opening.filter((other) => other !== sign);
      return;
    }
    const last = this.blocks.findLast((block) => block.kind === 'inline' && block.atoms.some(isVisible));
    if (this.#open === null && last?.kind === 'inline') last.atoms.push(sign);
    else this.add(sign);
  }
}

/** All inline nodes of some blocks in one run, with a space between blocks. */
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

export function isVisibleBlock(block: Block): boolean {
  return block.kind !== 'inline' || block.atoms.some(isVisible);
}
