import type { Node, Root } from 'mdast';
import { type Edit, edited, type Stretch } from '../markdown/edits.ts';
import { mdxTreeUnlessBroken, parseMarkdown, type Tell } from '../markdown/markdown-tree.ts';
import { TAG_PLACEHOLDER, withoutTemplateTags } from '../markdown/template-tags.ts';
import { summaryKeys, textNamed } from '../posts/known-keys.ts';
import type { Post } from '../posts/post.ts';
import { lineIn } from './hast-search.ts';
import { htmlTree, markdownOfTree } from './html-to-markdown.ts';
import { isSameLine } from './plain-line.ts';
import type { ImportedPost } from './post-source.ts';

/** Keys that hold what is said about a post, and where it stands, as one generator or another calls them. */
const descriptionKeys = [...summaryKeys, 'subtitle', 'spoiler'];
const addressKeys = ['canonical_url', 'canonicalUrl', 'canonicalURL', 'canonical'];

/** A post of a site as one that no generator is needed for; see `portableMarkdown`. */
export function portablePost(post: Post, tell: Tell = () => {}): ImportedPost {
  const { frontMatter } = post;
  return {
    where: post.source,
    title: post.title,
    slug: post.slug,
    date: post.date?.iso ?? null,
    categories: post.categories,
    tags: post.tags,
    description: textNamed(frontMatter, descriptionKeys),
    canonicalUrl: textNamed(frontMatter, addressKeys),
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
  const ofMdx = post.extension === '.mdx' ? mdxTreeUnlessBroken(post.source, post.body, tell) : null;
  if (ofMdx !== null) return withoutEmbeds(markdownOfTree(ofMdx), post.title);
  return withoutPlaceholders(withoutEmbeds(withoutTemplateTags(post.body), post.title));
}

/** Where a tag ends a line, the space before it goes too. */
function withoutPlaceholders(text: string): string {
  const atLineEnd = new RegExp(`[ \\t]*${TAG_PLACEHOLDER}+(?=[ \\t]*(?:\\n|$))`, 'g');
  return text.replace(atLineEnd, '').replaceAll(TAG_PLACEHOLDER, '').trim();
}

/** As much of a node as matters here. */
interface AnyNode {
  readonly type: string;
  readonly url?: string;
  readonly value?: string;
  readonly children?: readonly AnyNode[];
  readonly position?: Node['position'];
}

/** Without embeds, links that led to a tag, and a first heading that repeats the title. */
function withoutEmbeds(text: string, title: string | null): string {
  const tree = parseMarkdown(text);
  return closedUp(edited(text, [...repeatedTitle(tree, title, text), ...editsOf(tree, text)])).trim();
}

/** Where something is gone one blank line stays between the blocks around it. */
function closedUp(text: string): string {
  let closed = '';
  let at = 0;
  for (const block of parseMarkdown(text).children) {
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
  return isSameLine(heading, title) ? [{ start, end, replacement: '' }] : [];
}

/** Embeds go, and of links without an address their texts stay. */
function editsOf(node: AnyNode, text: string): Edit[] {
  if (node.type === 'html') return embed(node);
  if (node.url?.includes(TAG_PLACEHOLDER) && isOnlyTag(node.url)) {
    const [first, last] = [node.children?.[0], node.children?.at(-1)];
    const inner = first === undefined ? '' : text.slice(placeOf(first).start, placeOf(last!).end);
    return [{ ...placeOf(node), replacement: inner }];
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
  if (teaserEnd.test(html)) return [{ ...placeOf(node), replacement: '' }];
  if (!embeds.test(html)) return [];
  const rest = html
    .replace(/<(iframe|script|style|object|video|audio|form)\b[\s\S]*?(?:<\/\1\s*>|$)/gi, '')
    .replace(/<embed\b[^>]*>/gi, '');
  const isEmpty = lineIn(htmlTree(rest)) === '' && !/<img\b/i.test(rest);
  return [{ ...placeOf(node), replacement: isEmpty ? '' : rest }];
}

function placeOf({ position }: AnyNode): Stretch {
  return { start: position!.start.offset!, end: position!.end.offset! };
}
