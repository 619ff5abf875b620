import type { Element, Root as HtmlTree } from 'hast';
import type { ListItem, Root as MarkdownTree, Nodes, Parents } from 'mdast';
import rehypeRaw from 'rehype-raw';
import remarkRehype, { defaultHandlers } from 'remark-rehype';
import { unified } from 'unified';

type State = Parameters<typeof defaultHandlers.listItem>[0];

const toHtml = unified().use(remarkRehype, { allowDangerousHtml: true, handlers: { listItem } }).freeze();
const repair = unified().use(rehypeRaw).freeze();

/** Converts a Markdown tree to a tree of HTML elements. HTML in it becomes part of the tree, repaired as by a browser. */
export function pageOfMarkdown(tree: MarkdownTree): HtmlTree {
  return mayNeedRepair(tree) ? repairedPage(tree) : (toHtml.runSync(tree) as HtmlTree);
}

/** `pageOfMarkdown` that always repairs the result. */
export function repairedPage(tree: MarkdownTree): HtmlTree {
  return repair.runSync(toHtml.runSync(tree) as HtmlTree) as HtmlTree;
}

/** Whether a page may need repair: if it has HTML, notes (which may be inside links) or code with a leading empty line. */
function mayNeedRepair(node: Nodes): boolean {
  if (node.type === 'html' || node.type === 'footnoteReference') return true;
  if (node.type === 'code') return /^(?:\n|$)|\0/.test(node.value);
  return 'children' in node && node.children.some(mayNeedRepair);
}

/** Whether the items of a list are paragraphs, cached because finding out takes time proportional to the list. */
const loose = new WeakMap<Parents, boolean>();

function listItem(state: State, item: ListItem, list: Parents | undefined): Element {
  if (list?.type !== 'list') return defaultHandlers.listItem(state, item, list);
  if (!loose.has(list)) loose.set(list, list.spread === true || list.children.some(isLoose));
  return defaultHandlers.listItem(state, item, { type: 'list', spread: loose.get(list)!, children: [] });
}

function isLoose({ spread, children }: ListItem): boolean {
  return spread ?? children.length > 1;
}
