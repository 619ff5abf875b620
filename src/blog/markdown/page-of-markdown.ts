import type { Element, Root as HtmlTree } from 'hast';
import type { Code, ListItem, Root as MarkdownTree, Nodes, Parents, RootContent } from 'mdast';
import rehypeRaw from 'rehype-raw';
import remarkRehype, { defaultHandlers } from 'remark-rehype';
import { unified } from 'unified';

type State = Parameters<typeof defaultHandlers.listItem>[0];

const options = { allowDangerousHtml: true };
const toHtml = unified()
  .use(remarkRehype, { ...options, handlers: { listItem, code } })
  .freeze();
/** Leaves it to the repair to drop line feeds at the start of code. */
const toHtmlForRepair = unified()
  .use(remarkRehype, { ...options, handlers: { listItem } })
  .freeze();
const repair = unified().use(rehypeRaw).freeze();

/** Converts a Markdown tree to a tree of HTML elements. HTML in it becomes part of the tree, repaired as by a browser. */
export function pageOfMarkdown(tree: MarkdownTree): HtmlTree {
  if (mayNeedRepair(tree)) return repairedPage(tree);
  return pageOfPlain(tree) ?? (toHtml.runSync(tree) as HtmlTree);
}

/** `pageOfMarkdown` that always repairs the result. */
export function repairedPage(tree: MarkdownTree): HtmlTree {
  return repair.runSync(toHtmlForRepair.runSync(tree) as HtmlTree) as HtmlTree;
}

/** Whether a page may need repair: if it has HTML, or notes, which may be inside links. */
function mayNeedRepair(node: Nodes): boolean {
  if (node.type === 'html' || node.type === 'footnoteReference') return true;
  return 'children' in node && node.children.some(mayNeedRepair);
}

/** The page of paragraphs without marks, which most posts of large exports are; null for any other tree. */
function pageOfPlain({ children }: MarkdownTree): HtmlTree | null {
  const page: HtmlTree = { type: 'root', children: [] };
  for (const block of children) {
    const value = plainTextOf(block);
    if (value === null) return null;
    if (page.children.length > 0) page.children.push({ type: 'text', value: '\n' });
    page.children.push({ type: 'element', tagName: 'p', properties: {}, children: [{ type: 'text', value }] });
  }
  return page;
}

/** Null unless a block is a paragraph with nothing but text, and no white space that HTML lacks around its lines. */
function plainTextOf(block: RootContent): string | null {
  const only = block.type === 'paragraph' && block.children.length === 1 ? block.children[0] : null;
  return only?.type !== 'text' || /^[ \t]|[ \t]$|[ \t][\r\n]|[\r\n][ \t]/.test(only.value) ? null : only.value;
}

/** A browser ignores a line feed right after the start of a `pre` element. */
function code(state: State, node: Code): Element {
  const pre = defaultHandlers.code(state, node);
  const [text] = (pre.children[0] as Element).children;
  if (text?.type === 'text' && node.value.startsWith('\n')) text.value = text.value.slice(1);
  return pre;
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
