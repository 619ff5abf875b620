import type { Element, ElementContent, Nodes, Parents, Root } from 'hast';
import { contentOf, type FoundFootnote, footnotesIn } from './html/footnote-links.ts';
import { lineIn } from './html/hast-search.ts';
import { Footnotes } from './wordpress/footnotes.ts';

/**
 * Markdown of a tree with its footnotes as Markdown's. A link without a text and a text without a link are left unchanged.
 * Changes the tree, and `markdownOf` may empty it.
 */
export function withTreeFootnotes(tree: Root, markdownOf: (root: Root) => string): string {
  const found = footnotesIn(tree);
  if (found.length === 0) return markdownOf(tree);
  const notes = new Footnotes<FoundFootnote>((note) => markdownOf({ type: 'root', children: contentOf(note) }));
  const marks = new Map<Element, string>();
  for (const [i, footnote] of found.entries()) {
    for (const reference of footnote.references) marks.set(reference, notes.mark(footnote, String(i)));
  }
  // In notes, too.
  replaceIn(tree, (element) => {
    const mark = marks.get(element);
    return mark === undefined ? null : [{ type: 'text', value: mark }];
  });
  removeNotes(tree, new Set(found.map(({ note }) => note)));
  return notes.written(markdownOf(tree));
}

/** Levels of lists and sections around notes. */
const MOST_LEVELS = 4;

/** Removes notes, the lists and sections of which nothing but a title or a rule is left, and such a title above them. */
function removeNotes(tree: Root, notes: ReadonlySet<Element>): void {
  let unwanted = notes;
  for (let level = 0; level < MOST_LEVELS && unwanted.size > 0; level++) {
    const parents = new Set<Parents>();
    replaceIn(tree, (element, parent) => {
      if (!unwanted.has(element)) return null;
      parents.add(parent);
      return [];
    });
    for (const parent of parents) dropTitleAtEnd(parent);
    unwanted = new Set([...parents].filter((parent) => parent.type === 'element' && isEmpty(parent)));
  }
}

function isEmpty(parent: Parents): parent is Element {
  return parent.children.every(isBlank);
}

/** Drops what introduces notes that were the last thing in `parent`. */
function dropTitleAtEnd(parent: Parents): void {
  let end = parent.children.length;
  while (end > 0 && (isBlank(parent.children[end - 1]) || isTitle(parent.children[end - 1]))) end--;
  parent.children.length = end;
}

function isBlank(node: Nodes): boolean {
  return node.type === 'comment' || (node.type === 'text' && node.value.trim() === '');
}

function isTitle(node: Nodes): boolean {
  if (node.type !== 'element') return false;
  return node.tagName === 'hr' || (/^(?:h[1-6]|p|div)$/.test(node.tagName) && title.test(lineIn(node)));
}

const title = /^(?:(?:foot|end|side) ?)?notes?(?: (?:and|&) references)?:?$/i;

/** Replaces elements in document order, without recursion. */
function replaceIn(tree: Parents, replacement: (element: Element, parent: Parents) => ElementContent[] | null): void {
  const open: { readonly parent: Parents; readonly kept: Nodes[]; at: number }[] = [{ parent: tree, kept: [], at: 0 }];
  for (let last = open.at(-1); last !== undefined; last = open.at(-1)) {
    const child = last.parent.children[last.at++];
    if (child === undefined) {
      last.parent.children = last.kept as ElementContent[];
      open.pop();
      continue;
    }
    const replaced = child.type === 'element' ? replacement(child, last.parent) : null;
    for (const node of replaced ?? [child]) last.kept.push(node);
    if (replaced === null && child.type === 'element') open.push({ parent: child, kept: [], at: 0 });
  }
}
