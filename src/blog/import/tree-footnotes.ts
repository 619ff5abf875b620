import type { Element, ElementContent, Nodes, Parents, Root } from 'hast';
import { findElements } from './html/hast-search.ts';
import { Footnotes } from './wordpress/footnotes.ts';

/**
 * Markdown of a tree that contains GitHub's footnotes: a link to each (`data-footnote-ref`), and a section with their
 * texts (`data-footnotes`). A link without a text and a text without a link are left unchanged. Changes the tree,
 * and `markdownOf` may empty it.
 */
export function withTreeFootnotes(tree: Root, markdownOf: (root: Root) => string): string {
  const sections = new Set(findElements(tree, ({ properties }) => 'dataFootnotes' in properties));
  const texts = new Map<string, Element>();
  for (const section of sections) {
    for (const note of findElements(section, ({ tagName, properties }) => tagName === 'li' && 'id' in properties)) {
      texts.set(keyOf(String(note.properties.id)), note);
    }
  }
  if (texts.size === 0) return markdownOf(tree);
  const notes = new Footnotes<Element>((note) => markdownOf({ type: 'root', children: note.children }));
  const used = new Set<Element>();
  replaceIn(tree, (element) => {
    const link = referenceIn(element);
    const id = link === null ? '' : keyOf(String(link.properties.href).slice(1));
    const text = texts.get(id);
    if (text === undefined) return null;
    used.add(text);
    return [{ type: 'text', value: notes.mark(text, id) }];
  });
  if (used.size === texts.size) replaceIn(tree, (element) => (sections.has(element) ? [] : null));
  return notes.written(markdownOf(tree));
}

/** The link to a footnote if it is the only content of this `sup`. */
function referenceIn(element: Element): Element | null {
  const isReference = ({ tagName, properties }: Element) => tagName === 'a' && 'dataFootnoteRef' in properties;
  if (isReference(element)) return element;
  const [only, ...others] = element.tagName === 'sup' ? element.children : [];
  return others.length === 0 && only?.type === 'element' && isReference(only) ? only : null;
}

/** Addresses use capitals in percent-encoding; ids use any case. */
function keyOf(id: string): string {
  try {
    return decodeURIComponent(id).toLowerCase();
  } catch {
    return id.toLowerCase();
  }
}

/** Replaces elements in document order, without recursion. */
function replaceIn(tree: Root, replacement: (element: Element) => ElementContent[] | null): void {
  const open: { readonly parent: Parents; readonly kept: Nodes[]; at: number }[] = [{ parent: tree, kept: [], at: 0 }];
  for (let last = open.at(-1); last !== undefined; last = open.at(-1)) {
    const child = last.parent.children[last.at++];
    if (child === undefined) {
      last.parent.children = last.kept as ElementContent[];
      open.pop();
      continue;
    }
    const replaced = child.type === 'element' ? replacement(child) : null;
    for (const node of replaced ?? [child]) last.kept.push(node);
    if (replaced === null && child.type === 'element') open.push({ parent: child, kept: [], at: 0 });
  }
}
