/** Queries on HTML trees. */
import type { Element, Nodes, Root } from 'hast';

/** The child elements of a node. */
export function elementsIn(node: Nodes): Element[] {
  const children: readonly Nodes[] = 'children' in node ? node.children : [];
  return children.filter((child) => child.type === 'element');
}

/** The first element in page order for which `isWanted` is true. */
export function findElement(node: Nodes, isWanted: (element: Element) => boolean): Element | null {
  for (const element of elementsIn(node)) {
    const found = isWanted(element) ? element : findElement(element, isWanted);
    if (found !== null) return found;
  }
  return null;
}

/** All outermost elements for which `isWanted` is true. */
export function findElements(node: Nodes, isWanted: (element: Element) => boolean): Element[] {
  return elementsIn(node).flatMap((element) => (isWanted(element) ? [element] : findElements(element, isWanted)));
}

export function classesOf({ properties }: Element): readonly string[] {
  const names = properties.className;
  return Array.isArray(names) ? names.map(String) : [];
}

export function hasClass(element: Element, name: string): boolean {
  return classesOf(element).includes(name);
}

/** An attribute's text by its name in the tree (`dateTime`, `dataSrc`); null if missing or only white space. */
export function attribute({ properties }: Element, name: string): string | null {
  const value = properties[name];
  const text = Array.isArray(value) ? value.join(' ') : value == null || value === false ? '' : String(value);
  return text.trim() === '' ? null : text.trim();
}

/** All text in a node; a line break is "\n". */
export function textIn(node: Nodes): string {
  if (node.type === 'text') return node.value;
  if (node.type === 'element' && node.tagName === 'br') return '\n';
  return 'children' in node ? node.children.map(textIn).join('') : '';
}

/** `textIn` as one line. */
export function lineIn(node: Nodes): string {
  return textIn(node).replace(/\s+/g, ' ').trim();
}

/** The tree without the elements for which `isUnwanted` is true. */
export function without<Tree extends Root | Element>(tree: Tree, isUnwanted: (element: Element) => boolean): Tree {
  const children = tree.children
    .filter((child) => child.type !== 'element' || !isUnwanted(child))
    .map((child) => (child.type === 'element' ? without(child, isUnwanted) : child));
  return { ...tree, children } as Tree;
}
