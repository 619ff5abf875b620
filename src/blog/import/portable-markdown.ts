import type { Node, Root } from 'mdast';
import type { TellOfPlain } from '../markdown/bounded/bounded-markdown.ts';
import { notesOfPlain } from '../markdown/bounded/plain-note.ts';
import { type DialectPost, dialectOf, isMdx } from '../markdown/dialect.ts';
import { type Edit, edited, type Stretch } from '../markdown/edits.ts';
import { mdxTreeUnlessBroken, parseMarkdown, type Tell } from '../markdown/markdown-tree.ts';
import { TAG_PLACEHOLDER, withoutTemplateTags } from '../markdown/template-tags.ts';
import { summaryKeys, textNamed } from '../posts/known-keys.ts';
import type { Post } from '../posts/post.ts';
import { without } from './html/hast-search.ts';
import { markdownOfTree } from './html/html-to-markdown.ts';
import { embedEdits, type HtmlNode } from './html-embeds.ts';
import { isSameLine } from './plain-line.ts';
import type { ImportedPost } from './post-source.ts';

/** Front matter keys for a post's description and canonical address in various generators. */
const descriptionKeys = [...summaryKeys, 'subtitle', 'spoiler'];
const canonicalKeys = ['canonical_url', 'canonicalUrl', 'canonicalURL', 'canonical'];
/** Keys that set a post's address: the first is Hugo's, the second that of Jekyll, Hexo and Eleventy. */
const addressKeys = ['url', 'permalink'];

/** A site's post in a form that needs no generator; see `portableMarkdown`. */
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
    canonicalUrl: textNamed(frontMatter, canonicalKeys),
    addressKeys: Object.fromEntries(
      addressKeys.flatMap((key) => {
        const address = textNamed(frontMatter, [key]);
        // An address made by a template means nothing without the site.
        return address === null || /\{[{%]/.test(address) ? [] : [[key, address]];
      }),
    ),
    draft: post.draft,
    generated: post.generated,
    markdown: () => portableMarkdown(post, tell),
  };
}

/** The parts of a post that its Markdown is made from. */
export type PortablePost = Pick<Post, 'source' | 'extension' | 'body' | 'title'> &
  DialectPost &
  Partial<Pick<Post, 'frontMatter'>>;

/**
 * A body that reads the same everywhere. Whatever the generator acts on (tags, shortcodes, imports, components) is
 * removed or replaced by what a reader sees; dialect marks become GitHub's; comments, embeds, links to a tag, and a
 * first heading that repeats the title are removed. Everything else stays as typed. MDX becomes Markdown; if it is not
 * valid MDX, it is read as Markdown and reported. Applying it twice changes nothing more.
 */
export function portableMarkdown(post: PortablePost, tell: Tell): string {
  if (post.extension === '.txt') return post.body;
  const dialect = dialectOf(post);
  const notes = notesOfPlain(post, tell);
  const ofMdx = isMdx(post.extension, dialect) ? mdxTreeUnlessBroken(post.source, post.body, tell, post.dialect) : null;
  // As in Markdown, MathML formulas are dropped: they are drawn, not read.
  const seen = ofMdx === null ? null : without(ofMdx, ({ tagName }) => tagName === 'math');
  if (seen !== null) return withoutEmbeds(markdownOfTree(seen), post.title, notes);
  return withoutPlaceholders(withoutEmbeds(withoutTemplateTags(post.body, dialect), post.title, notes));
}

/**
 * Whether Markdown contains anything that counts as a tag or dialect mark when the site is unknown, so that its file
 * has to say that templates are off.
 */
export function looksActedOn(markdown: string): boolean {
  return withoutTemplateTags(markdown) !== markdown;
}

/** The space before a tag at the end of a line is removed too. */
function withoutPlaceholders(text: string): string {
  if (!text.includes(TAG_PLACEHOLDER)) return trimmed(text);
  const atLineEnd = new RegExp(`(?<![ \\t])[ \\t]*${TAG_PLACEHOLDER}[${TAG_PLACEHOLDER} \\t]*(?=\\n|$)`, 'g');
  return trimmed(text.replace(atLineEnd, '').replaceAll(TAG_PLACEHOLDER, ''));
}

/**
 * Without blank lines at the start, where leading spaces could turn a line into code, and without white space at the
 * end.
 */
function trimmed(text: string): string {
  return text.replace(/^(?:[ \t]*\n)+/, '').trimEnd();
}

/** The parts of a node that matter here. */
interface AnyNode {
  readonly type: string;
  readonly url?: string;
  readonly value?: string;
  readonly children?: readonly AnyNode[];
  readonly position?: Node['position'];
}

/** Removes embeds, links to a tag, and first headings that repeat the title. */
function withoutEmbeds(text: string, title: string | null, tell: TellOfPlain): string {
  const tree = parseMarkdown(text, tell);
  const edits = [...repeatedTitles(tree, title, text), ...linkEdits(tree, text), ...embedEdits(htmlIn(tree), text)];
  if (edits.length === 0) return trimmed(closedUp(text, tree));
  const rest = edited(text, edits);
  return trimmed(closedUp(rest, parseMarkdown(rest)));
}

/** Leaves one blank line between the blocks around something that was removed. */
function closedUp(text: string, tree: Root): string {
  let closed = '';
  let at = 0;
  for (const block of tree.children) {
    const { start, end } = placeOf(block);
    const gap = text.slice(at, start).replaceAll(TAG_PLACEHOLDER, '');
    closed += gap.replace(/^[ \t]+\n/, '\n').replace(/\n(?:[ \t]*\n)+/, '\n\n') + text.slice(start, end);
    at = end;
  }
  return closed;
}

function repeatedTitles({ children }: Root, title: string | null, text: string): Edit[] {
  const edits: Edit[] = [];
  for (const node of children) {
    if (title === null || node.type !== 'heading' || node.depth !== 1) break;
    const { start, end } = placeOf(node);
    const heading = text.slice(start, end).replace(/^#+\s*|\s*#*\s*$/g, '');
    if (!isSameLine(heading, title)) break;
    edits.push({ start, end, replacement: '' });
  }
  return edits;
}

/** Keeps the text of links without an address. */
function linkEdits(node: AnyNode, text: string): Edit[] {
  if (node.url?.includes(TAG_PLACEHOLDER) && isOnlyTag(node.url)) {
    const [first, last] = [node.children?.[0], node.children?.at(-1)];
    const inner = first === undefined ? '' : text.slice(placeOf(first).start, placeOf(last!).end);
    return [{ ...placeOf(node), replacement: inner }];
  }
  return (node.children ?? []).flatMap((child) => linkEdits(child, text));
}

/** All HTML nodes in document order. */
function htmlIn(node: AnyNode, found: HtmlNode[] = []): HtmlNode[] {
  if (node.type === 'html') found.push({ value: node.value!, position: node.position });
  for (const child of node.children ?? []) htmlIn(child, found);
  return found;
}

/** Whether a tag made the whole address; with a path after the tag, it is relative to the site. */
function isOnlyTag(url: string): boolean {
  return url.replaceAll(TAG_PLACEHOLDER, '') === '' || url.replaceAll(TAG_PLACEHOLDER, '').startsWith('#');
}

function placeOf({ position }: AnyNode): Stretch {
  return { start: position!.start.offset!, end: position!.end.offset! };
}
