import type { Root as HtmlTree } from 'hast';
import type { Root as MarkdownTree, RootContent } from 'mdast';
import rehypeRaw from 'rehype-raw';
import remarkGfm from 'remark-gfm';
import remarkMdx from 'remark-mdx';
import remarkParse from 'remark-parse';
import remarkRehype from 'remark-rehype';
import { unified } from 'unified';
import { boundHtml } from './bounded/bound-html.ts';
import { boundedMarkdown, type TellOfPlain } from './bounded/bounded-markdown.ts';
import { whyNotMdx } from './bounded/why-not-mdx.ts';
import { type Dialect, unknownDialect } from './dialect.ts';
import { mdxMarkdown } from './mdx-markdown.ts';
import { withoutTemplateTags } from './template-tags.ts';

const markdown = unified().use(remarkParse).use(remarkGfm).freeze();
const mdx = unified().use(remarkParse).use(remarkGfm).use(remarkMdx).freeze();
/** HTML within Markdown becomes part of the tree, repaired as a browser would. */
const toHtml = unified().use(remarkRehype, { allowDangerousHtml: true }).use(rehypeRaw).freeze();

/** The Markdown itself, as a tree of its marks with their places; see `boundedMarkdown`. */
export function parseMarkdown(text: string, tell?: TellOfPlain): MarkdownTree {
  return boundedMarkdown(text, (part) => markdown.parse(part), tell);
}

/** The page that a Markdown text would be, as a tree of HTML elements, without template tags and marks of its dialect. */
export function markdownTree(text: string, dialect: Dialect = unknownDialect, tell?: TellOfPlain): HtmlTree {
  return portableTree(withoutTemplateTags(text, dialect), tell);
}

/** The same of a text in which `{{ braces }}` are no tags. */
export function portableTree(text: string, tell?: TellOfPlain): HtmlTree {
  const tree = parseMarkdown(text, tell);
  boundHtml(tree, tell);
  return toHtml.runSync(tree) as HtmlTree;
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
 * The page that an MDX text would be, its components replaced by what they contain, without imports, exports and
 * expressions. Throws the parser's error, with its `line` and `reason`, for text that is not MDX.
 */
export function mdxTree(text: string): HtmlTree {
  const tree: MarkdownTree = mdx.parse(text);
  tree.children = tree.children.flatMap(withoutJsx) as RootContent[];
  return toHtml.runSync(tree) as HtmlTree;
}

/** As much of a node as matters here: those of MDX and those of Markdown alike. */
interface AnyNode {
  readonly type: string;
  readonly name?: string | null;
  readonly value?: string;
  children?: AnyNode[];
}

function withoutJsx(node: AnyNode): AnyNode[] {
  switch (node.type) {
    case 'mdxjsEsm':
      return [];
    case 'mdxFlowExpression':
    case 'mdxTextExpression': {
      // {' '} and {"quoted text"} are how JSX writes text.
      const [, , value] = /^\s*(["'`])([^$\\]*)\1\s*$/.exec(node.value ?? '') ?? [];
      return value === undefined ? [] : [{ type: 'text', value }];
    }
    case 'mdxJsxFlowElement':
    case 'mdxJsxTextElement':
      return [elementFor(node)];
    default:
      if (node.children !== undefined) node.children = node.children.flatMap(withoutJsx);
      return [node];
  }
}

/** `<ul>` is a list; a component, which has a capital or a dot, only holds what it contains. */
function elementFor(node: AnyNode): AnyNode {
  const isHtml = /^[a-z][a-z0-9]*$/.test(node.name ?? '');
  const holder = node.type === 'mdxJsxFlowElement' ? 'div' : 'span';
  const element: AnyNode & { data: { hName: string } } = {
    type: 'jsxElement',
    data: { hName: isHtml ? node.name! : holder },
    children: (node.children ?? []).flatMap(withoutJsx),
  };
  return element;
}
