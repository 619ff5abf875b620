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

/** In characters. Shorter texts are parsed without a plan if they are plain. */
const SHORT = 2000;

/** Parses Markdown to a tree of its marks with their positions; see `boundedMarkdown`. */
export function parseMarkdown(text: string, tell?: TellOfPlain): MarkdownTree {
  return plainTreeOfShort(text) ?? boundedMarkdown(text, parse, tell);
}

/** In large exports most posts have a line or two, and making a plan would take longer than parsing them. */
function plainTreeOfShort(text: string): MarkdownTree | null {
  return text.length <= SHORT ? plainTree(text) : null;
}

function parse(text: string): MarkdownTree {
  return plainTree(text) ?? markdown.parse(text);
}

/** Converts Markdown of a dialect to a tree of HTML elements, without template tags and marks of the dialect. */
export function markdownTree(text: string, dialect: Dialect = unknownDialect, tell?: TellOfPlain): HtmlTree {
  return portableTree(withoutTemplateTags(text, dialect), tell);
}

/** Converts Markdown to a tree of HTML elements; `{{ braces }}` are ordinary text. */
export function portableTree(text: string, tell?: TellOfPlain): HtmlTree {
  const tree = plainTreeOfShort(text) ?? boundedMarkdown(text, (part) => withoutPlaces(parse(part)), tell);
  boundHtml(tree, tell);
  return pageOfMarkdown(tree);
}

/** Removes positions, which take most of a tree's memory, except those of HTML, which notes refer to. */
function withoutPlaces<Tree extends Nodes>(node: Tree): Tree {
  if (node.type !== 'html') node.position = undefined;
  if ('children' in node) for (const child of node.children) withoutPlaces(child);
  return node;
}

/** Receives a note, one sentence, about something that was not read as written but is not an error. */
export type Tell = (note: string) => void;

/** `mdxTree` of the text of `source`. If it is not valid MDX, reports this and returns null; read it as Markdown then. */
export function mdxTreeUnlessBroken(source: string, text: string, tell: Tell, dialect?: Dialect): HtmlTree | null {
  const why = whyNotMdx(text);
  if (why !== null) {
    tell(`${source} was read as Markdown instead of MDX because ${why}.`);
    return null;
  }
  try {
    return mdxTree(mdxMarkdown(text, dialect));
  } catch (error) {
    // Nested too deeply for MDX, and for Markdown too.
    if (error instanceof RangeError) throw error;
    const { reason = (error as Error).message } = error as { reason?: string };
    tell(`${source} is not valid MDX and was read as Markdown: ${reason.split('\n', 1)[0]}`);
    return null;
  }
}

/**
 * Converts MDX to a tree of HTML elements. Components are replaced by what a reader sees of them; imports, exports and
 * expressions are dropped. Throws the parser's error, with `line` and `reason`, if the text is not valid MDX.
 */
export function mdxTree(text: string): HtmlTree {
  const tree: MarkdownTree = mdx.parse(text);
  const nodesOf = (text: string) => parse(text).children as MdxNode[];
  tree.children = (tree.children as MdxNode[]).flatMap((node) => withoutJsx(node, nodesOf)) as RootContent[];
  return repairedPage(tree);
}
