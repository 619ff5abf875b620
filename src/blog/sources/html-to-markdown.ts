import type { Element, ElementContent, Root, RootContent } from 'hast';
import type { Root as MarkdownTree } from 'mdast';
import rehypeParse from 'rehype-parse';
import rehypeRemark from 'rehype-remark';
import remarkGfm from 'remark-gfm';
import remarkStringify from 'remark-stringify';
import { unified } from 'unified';
import { codeBlock } from './code-language.ts';
import { attribute, classesOf } from './hast-search.ts';

const fragments = unified().use(rehypeParse, { fragment: true }).freeze();
const documents = unified().use(rehypeParse).freeze();
const toMarkdown = unified()
  .use(rehypeRemark)
  .use(remarkGfm, { tablePipeAlign: false })
  .use(remarkStringify, { bullet: '-', rule: '-' })
  .freeze();

/** A piece of HTML as a tree, repaired as a browser would. */
export function htmlTree(html: string): Root {
  return fragments.parse(html);
}

/** A whole page as a tree. */
export function pageTree(html: string): Root {
  return documents.parse(html);
}

/** HTML as Markdown, by `markdownOfTree`. */
export function markdownOfHtml(html: string): string {
  return markdownOfTree(htmlTree(html));
}

/**
 * A tree of HTML as Markdown with GitHub's tables: images are links to where they lie, code keeps its language;
 * embeds, scripts, forms, comments and links without a text are dropped. Lines end in "\n", the last one in nothing.
 */
export function markdownOfTree(tree: Root): string {
  const seen: Root = { ...tree, children: tree.children.flatMap(seenNodes) as RootContent[] };
  const markdown = toMarkdown.runSync(seen) as unknown as MarkdownTree;
  return toMarkdown.stringify(markdown).trim();
}

/** Elements that Markdown has no place for: embeds, and what acts instead of being read. */
const dropped = new Set(
  `script style template iframe frame frameset object embed applet video audio canvas noscript form button select
  textarea dialog map link meta base head title svg math nav progress meter`.split(/\s+/),
);

/** Boxes that systems put foreign content into, by their classes. */
const embedBoxes =
  /^(?:wp-block-embed|kg-(?:embed|bookmark|video|audio|file|signup|button|product)-card|twitter-tweet|instagram-media|tiktok-embed|fb-post|reddit-embed)/;

/** Where a page that loads images late keeps their addresses. */
const lateSources = ['dataSrc', 'dataLazySrc', 'dataOriginal', 'dataOrigFile'];

/** Line numbers beside code, in a column of their own. */
const lineNumbers = /^(?:gutter|lineno|linenos|linenodiv|line-numbers?(?:-rows)?|blob-num)$/;

function seenNodes(node: RootContent | ElementContent): (RootContent | ElementContent)[] {
  if (node.type === 'comment' || node.type === 'doctype') return [];
  if (node.type !== 'element') return [node];
  if (isDropped(node)) return [];
  const classes = classesOf(node);
  if (node.tagName === 'pre') return [codeBlock(node, [])];
  const pre = onlyCode(node);
  if (pre !== null) return [codeBlock(pre, classes)];
  if (node.tagName === 'img') return imageOf(node);
  const children = node.children.flatMap(seenNodes) as ElementContent[];
  if (node.tagName === 'a' && children.every((child) => child.type === 'text' && child.value.trim() === '')) {
    return children;
  }
  return [{ ...node, children }];
}

function isDropped(node: Element): boolean {
  if (node.tagName === 'input') return node.properties.type !== 'checkbox';
  return (
    dropped.has(node.tagName) ||
    classesOf(node).some((name) => embedBoxes.test(name)) ||
    (['td', 'span', 'th', 'a'].includes(node.tagName) && classesOf(node).some((name) => lineNumbers.test(name)))
  );
}

/** The one block of code that a box around it holds, beside line numbers at most: what highlighters write. */
function onlyCode(box: Element): Element | null {
  if (!['div', 'figure', 'table', 'tbody', 'tr', 'td'].includes(box.tagName)) return null;
  const inside = box.children.filter(
    (child) => child.type !== 'comment' && !(child.type === 'text' && child.value.trim() === ''),
  );
  const kept = inside.filter((child) => child.type !== 'element' || !isDropped(child));
  const [only] = kept;
  if (kept.length !== 1 || only.type !== 'element') return null;
  return only.tagName === 'pre' ? only : onlyCode(only);
}

function imageOf(image: Element): Element[] {
  const own = attribute(image, 'src');
  const late = lateSources.map((name) => attribute(image, name)).find((address) => address !== null);
  const source = own === null || own.startsWith('data:') ? (late ?? null) : own;
  if (source === null) return [];
  const alt = attribute(image, 'alt') ?? '';
  return [{ type: 'element', tagName: 'img', properties: { src: source, alt }, children: [] }];
}
