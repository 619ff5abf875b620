import type { Element, Nodes, Root } from 'hast';

/** What of a page is not prose. */
export interface Structure {
  readonly headings: number;
  readonly listItems: number;
  readonly links: number;
  /** Characters in code blocks. */
  readonly codeCharacters: number;
}

/** Counts them in the tree of a body; deep nesting is no recursion. */
export function structureOf(tree: Root): Structure {
  let [headings, listItems, links, codeCharacters] = [0, 0, 0, 0];
  const waiting: Nodes[] = [tree];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (node.type === 'element') {
      if (/^h[1-6]$/.test(node.tagName)) headings++;
      else if (node.tagName === 'li') listItems++;
      else if (node.tagName === 'a' && node.properties.href !== undefined) links++;
      else if (node.tagName === 'pre') codeCharacters += charactersIn(node);
    }
    if ('children' in node) waiting.push(...node.children);
  }
  return { headings, listItems, links, codeCharacters };
}

function charactersIn(element: Element): number {
  let characters = 0;
  const waiting: Nodes[] = [element];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (node.type === 'text') characters += node.value.length;
    if ('children' in node) waiting.push(...node.children);
  }
  return characters;
}

const NOT_PROSE = new Set(['pre', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'table']);

/** The same tree without code, headings and tables. */
export function proseTree(tree: Root): Root {
  return { ...tree, children: tree.children.flatMap((node) => proseNode(node)) };
}

function proseNode<Node extends Nodes>(node: Node): Node[] {
  if (node.type !== 'element') return [node];
  if (NOT_PROSE.has(node.tagName)) return [];
  return [{ ...node, children: node.children.flatMap((child) => proseNode(child)) }];
}
