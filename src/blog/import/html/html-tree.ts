import type { Element, ElementContent, Parents, Root } from 'hast';
import { parse, parseFragment } from 'parse5';
import { hastBuilder } from './hast-builder.ts';
import { isBlock } from './html-elements.ts';

/** Parses an HTML fragment, repaired as a browser would do it, to a tree at most `maxDepth` elements deep. */
export function htmlTree(html: string): Root {
  return flattened(parseFragment(html, { treeAdapter: hastBuilder, scriptingEnabled: false }));
}

/** Parses a whole page to such a tree. */
export function pageTree(html: string): Root {
  return flattened(parse(html, { treeAdapter: hastBuilder, scriptingEnabled: false }));
}

/** Real pages are less deep (browsers stop at 512), and the tree is walked recursively. */
const maxDepth = 200;

/** Below `maxDepth` elements, keeps only text, images and breaks, with a blank line where a block began or ended. */
function flattened(root: Root): Root {
  const open: { readonly parent: Parents; at: number }[] = [{ parent: root, at: 0 }];
  for (let last = open.at(-1); last !== undefined; last = open.at(-1)) {
    const child = last.parent.children[last.at++];
    if (child === undefined) open.pop();
    else if (child.type === 'element' && child.children.length > 0) {
      if (open.length < maxDepth) open.push({ parent: child, at: 0 });
      else child.children = leavesOf(child);
    }
  }
  return root;
}

function leavesOf(element: Element): ElementContent[] {
  const leaves: ElementContent[] = [];
  const divide = (node: ElementContent) => {
    if (node.type === 'element' && isBlock(node) && leaves.at(-1) !== lineBreak) leaves.push(lineBreak, lineBreak);
  };
  const open: { readonly node: Element; at: number }[] = [{ node: element, at: 0 }];
  for (let last = open.at(-1); last !== undefined; last = open.at(-1)) {
    const child = last.node.children[last.at++];
    if (child === undefined) {
      divide(last.node);
      open.pop();
    } else if (child.type === 'element' && child.children.length > 0) {
      divide(child);
      open.push({ node: child, at: 0 });
    } else leaves.push(child);
  }
  return leaves;
}

/** Shared, because a page may have as many as it has characters. */
const lineBreak: Element = { type: 'element', tagName: 'br', properties: {}, children: [] };
