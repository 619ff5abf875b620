import type { Root as HtmlTree } from 'hast';
import type { Root as MarkdownTree, Nodes, RootContent } from 'mdast';
import remarkGfm from 'remark-gfm';
import remarkMdx from 'remark-mdx';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { boundHtml } from './bounded/bound-html.ts';
import { boundedMarkdown, type TellOfPlain } from './bounded/bounded-markdown.ts';
import { whyNotMdx } from './bounded/why-not-mdx.ts';
import { type Dialect, unknownDialect } from './dialect.ts';
import { type MdxNode, withoutJsx } from './mdx-elements.ts';
import { mdxMarkdown } from './mdx-markdown.ts';
import { pageOfMarkdown, repairedPage } from './page-of-markdown.ts';
import { plainTree } from './plain-tree.ts';
import { withoutTemplateTags } from './template-tags.ts';

const markdown = unified().use(remarkParse).use(remarkGfm).freeze();
const mdx = unified().use(remarkParse).use(remarkGfm).use(remarkMdx).freeze();

/** In characters. */
const SHORT = 2000;

/** The Markdown itself, as a tree of its marks with their places; see `boundedMarkdown`. */
export function parseMarkdown(text: string, tell?: TellOfPlain): MarkdownTree {
  return plainTreeOfShort(text) ?? boundedMarkdown(text, parse, tell);
}

/** Most posts of an export of a hundred thousand are a line or two, for which a plan would take longer than the tree. */
function plainTreeOfShort(text: string): MarkdownTree | null {
  return text.length <= SHORT ? plainTree(text) : null;
}

function parse(text: string): MarkdownTree {
  return plainTree(text) ?? markdown.parse(text);
}

/** The page that a Markdown text would be, as a tree of HTML elements, without template tags and marks of its dialect. */
export function markdownTree(text: string, dialect: Dialect = unknownDialect, tell?: TellOfPlain): HtmlTree {
  return portableTree(withoutTemplateTags(text, dialect), tell);
}

/** The same of a text in which `{{ braces }}` are no tags. */
export function portableTree(text: string, tell?: TellOfPlain): HtmlTree {
  const tree = plainTreeOfShort(text) ?? boundedMarkdown(text, (part) => withoutPlaces(parse(part)), tell);
  boundHtml(tree, tell);
  return pageOfMarkdown(tree);
}

/** Places take more memory than all else in a tree. Those of HTML stay, for what is told of it. */
function withoutPlaces<Tree extends Nodes>(node: Tree): Tree {
  if (node.type !== 'html') node.position = undefined;
  if ('children' in node) for (const child of node.children) withoutPlaces(child);
  return node;
}

/** Hears of something that went otherwise than usual but not wrong, in one sentence. */
export type Tell = (note: string) => void;

/** `mdxTree` of the text of `source`; null where it is not MDX, which is told: it is to be read as Markdown. */
export function mdxTreeUnlessBroken(source: string, text: string, tell: Tell, dialect?: Dialect): HtmlTree | null {
  const why = whyNotMdx(text);
  if (why !== null) {
    tell(`${source} was read as Markdown, not as MDX, because ${why}.`);
    return null;
  }
  try {
    return mdxTree(mdxMarkdown(text, dialect));
  } catch (error) {
    // It is nested too deeply, and would be as Markdown too.
    if (error instanceof RangeError) throw error;
    const { reason = (error as Error).message } = error as { reason?: string };
    tell(`${source} is not MDX, it was read as Markdown: ${reason.split('\n', 1)[0]}`);
    return null;
  }
}

/**
 * The page that an MDX text would be, its components replaced by what a reader sees of them, without imports, exports
 * and expressions. Throws the parser's error, with its `line` and `reason`, for text that is not MDX.
 */
export function mdxTree(text: string): HtmlTree {
  const tree: MarkdownTree = mdx.parse(text);
  const nodesOf = (text: string) => parse(text).children as MdxNode[];
  tree.children = (tree.children as MdxNode[]).flatMap((node) => withoutJsx(node, nodesOf)) as RootContent[];
  return repairedPage(tree);
}
