import type { Node, Root } from 'mdast';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { mdxTree } from '../corpus/markdown-tree.ts';
import { TAG_PLACEHOLDER, withoutTemplateTags } from '../corpus/template-tags.ts';
import type { Post } from '../posts/post.ts';
import { lineIn } from './hast-search.ts';
import { htmlTree, markdownOfTree } from './html-to-markdown.ts';
import type { ImportedPost } from './post-source.ts';

const markdown = unified().use(remarkParse).use(remarkGfm).freeze();

/** Hears of something that went otherwise than usual but not wrong, in one sentence. */
type Tell = (note: string) => void;

/** Keys that hold what is said about a post, and where it stands, as one generator or another calls them. */
const descriptionKeys = ['description', 'summary', 'excerpt', 'teaser', 'subtitle', 'spoiler'];
const addressKeys = ['canonical_url', 'canonicalUrl', 'canonicalURL', 'canonical'];

/** A post of a site as one that no generator is needed for; see `portableMarkdown`. */
export function portablePost(post: Post, tell: Tell = () => {}): ImportedPost {
  const { data } = post.frontMatter;
  const textOf = (keys: readonly string[]) =>
    keys.map((key) => data[key]).find((value) => typeof value === 'string') ?? null;
  return {
    where: post.source,
    title: post.title,
    slug: post.slug,
    date: post.date?.iso ?? null,
    categories: post.categories,
    tags: post.tags,
    description: textOf(descriptionKeys),
    canonicalUrl: textOf(addressKeys),
    draft: post.draft,
    generated: post.generated,
    markdown: () => portableMarkdown(post, tell),
  };
}

/**
 * A body that reads the same wherever it is shown: what the generator acts on is gone (tags, shortcodes, imports,
 * components), and so are embeds, links that led to a tag, and a first heading that repeats the title. All else stays as
 * it was typed. MDX becomes Markdown; where it is not MDX, it is read as Markdown, and told.
 */
function portableMarkdown(post: Post, tell: Tell): string {
  if (post.extension === '.txt') return post.body;
  if (post.extension === '.mdx') {
    try {
      return edited(markdownOfTree(mdxTree(post.body)), post.title);
    } catch (error) {
      if (error instanceof RangeError) throw error;
      const { reason = (error as Error).message } = error as { reason?: string };
      tell(`${post.source} is not MDX, it was read as Markdown: ${reason.split('\n', 1)[0]}`);
    }
  }
  return withoutPlaceholders(edited(withoutTemplateTags(post.body), post.title));
}

/** Where a tag ends a line, the space before it goes too. */
function withoutPlaceholders(text: string): string {
  const atLineEnd = new RegExp(`[ \\t]*${TAG_PLACEHOLDER}+(?=[ \\t]*(?:\\n|$))`, 'g');
  return text.replace(atLineEnd, '').replaceAll(TAG_PLACEHOLDER, '').trim();
}

/** A stretch of the text, and what takes its place. */
interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** As much of a node as matters here. */
interface AnyNode {
  readonly type: string;
  readonly url?: string;
  readonly value?: string;
  readonly children?: readonly AnyNode[];
  readonly position?: Node['position'];
}

function edited(text: string, title: string | null): string {
  const tree: Root = markdown.parse(text);
  const edits = [...repeatedTitle(tree, title, text), ...editsOf(tree, text)].sort((a, b) => b.start - a.start);
  const done = edits.reduce(
    (whole, { start, end, text: other }) => whole.slice(0, start) + other + whole.slice(end),
    text,
  );
  return closedUp(done).trim();
}

/** Where something is gone one blank line stays between the blocks around it. */
function closedUp(text: string): string {
  let closed = '';
  let at = 0;
  for (const block of markdown.parse(text).children) {
    const { start, end } = placeOf(block);
    const gap = text.slice(at, start).replaceAll(TAG_PLACEHOLDER, '');
    closed += gap.replace(/^[ \t]+\n/, '\n').replace(/\n(?:[ \t]*\n)+/, '\n\n') + text.slice(start, end);
    at = end;
  }
  return closed;
}

function repeatedTitle({ children: [first] }: Root, title: string | null, text: string): Edit[] {
  if (title === null || first?.type !== 'heading' || first.depth !== 1) return [];
  const { start, end } = placeOf(first);
  const heading = text.slice(start, end).replace(/^#+\s*|\s*#*\s*$/g, '');
  return letters(heading) === letters(title) ? [{ start, end, text: '' }] : [];
}

function letters(line: string): string {
  return line.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

/** Embeds go, and of links without an address their texts stay. */
function editsOf(node: AnyNode, text: string): Edit[] {
  if (node.type === 'html') return embed(node);
  if (node.url?.includes(TAG_PLACEHOLDER) && isOnlyTag(node.url)) {
    const [first, last] = [node.children?.[0], node.children?.at(-1)];
    const inner = first === undefined ? '' : text.slice(placeOf(first).start, placeOf(last!).end);
    return [{ ...placeOf(node), text: inner }];
  }
  return (node.children ?? []).flatMap((child) => editsOf(child, text));
}

/** An address that a tag made whole; one with a path behind the tag is relative to the site. */
function isOnlyTag(url: string): boolean {
  return url.replaceAll(TAG_PLACEHOLDER, '') === '' || url.replaceAll(TAG_PLACEHOLDER, '').startsWith('#');
}

const embeds = /<(?:iframe|script|style|object|embed|video|audio|form)\b/i;

/** Where a teaser ends, as the generators mark it. */
const teaserEnd = /^\s*<!--\s*(?:more|truncate|excerpt|end_excerpt)\s*-->\s*$/i;

/** HTML of nothing but an embed goes whole; of other HTML the embed within it. */
function embed(node: AnyNode): Edit[] {
  const html = node.value ?? '';
  if (teaserEnd.test(html)) return [{ ...placeOf(node), text: '' }];
  if (!embeds.test(html)) return [];
  const rest = html
    .replace(/<(iframe|script|style|object|video|audio|form)\b[\s\S]*?(?:<\/\1\s*>|$)/gi, '')
    .replace(/<embed\b[^>]*>/gi, '');
  return [{ ...placeOf(node), text: lineIn(htmlTree(rest)) === '' && !/<img\b/i.test(rest) ? '' : rest }];
}

function placeOf({ position }: AnyNode): { start: number; end: number } {
  return { start: position!.start.offset!, end: position!.end.offset! };
}
