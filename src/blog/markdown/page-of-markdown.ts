import type { Element, Root as HtmlTree } from 'hast';
import type { ListItem, Root as MarkdownTree, Nodes, Parents } from 'mdast';
import rehypeRaw from 'rehype-raw';
import remarkRehype, { defaultHandlers } from 'remark-rehype';
import { unified } from 'unified';

type State = Parameters<typeof defaultHandlers.listItem>[0];

const toHtml = unified().use(remarkRehype, { allowDangerousHtml: true, handlers: { listItem } }).freeze();
const repair = unified().use(rehypeRaw).freeze();

/** The page that a tree of Markdown would be. HTML within it becomes part of the tree, repaired as a browser would. */
export function pageOfMarkdown(tree: MarkdownTree): HtmlTree {
  return mayNeedRepair(tree) ? repairedPage(tree) : (toHtml.runSync(tree) as HtmlTree);
}

/** The same, repaired whatever there is in it. */
export function repairedPage(tree: MarkdownTree): HtmlTree {
  return repair.runSync(toHtml.runSync(tree) as HtmlTree) as HtmlTree;
}

/** A page without HTML is whole, but for links to notes, which may be in links, and empty lines at the beginning of code. */
function mayNeedRepair(node: Nodes): boolean {
  if (node.type === 'html' || node.type === 'footnoteReference') return true;
  if (node.type === 'code') return /^(?:\n|$)|\0/.test(node.value);
  return 'children' in node && node.children.some(mayNeedRepair);
}

/** Of each list whether its items are paragraphs: asking for each item takes as long as there are items. */
const loose = new WeakMap<Parents, boolean>();

function listItem(state: State, item: ListItem, list: Parents | undefined): Element {
  if (list?.type !== 'list') return defaultHandlers.listItem(state, item, list);
  if (!loose.has(list)) loose.set(list, list.spread === true || list.children.some(isLoose));
  return defaultHandlers.listItem(state, item, { type: 'list', spread: loose.get(list)!, children: [] });
}

function isLoose({ spread, children }: ListItem): boolean {
  return spread ?? children.length > 1;
}
