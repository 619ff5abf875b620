import type { Node, Root } from 'mdast';
import type { TellOfPlain } from '../markdown/bounded/bounded-markdown.ts';
import { notesOfPlain } from '../markdown/bounded/plain-note.ts';
import { type Dialect, type DialectPost, dialectOf, isMdx } from '../markdown/dialect.ts';
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
  const isOfSite = (url: string) => isOnlyTag(url) || namesFile(url, dialect);
  if (seen !== null) return withoutEmbeds(markdownOfTree(seen), post.title, isOfSite, notes);
  return withoutPlaceholders(withoutEmbeds(withoutTemplateTags(post.body, dialect), post.title, isOfSite, notes));
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
  /** The label of a definition, and of a link or image that refers to it. */
  readonly identifier?: string;
  readonly value?: string;
  readonly children?: readonly AnyNode[];
  readonly position?: Node['position'];
}

/** Removes embeds, links with an address of the site, and first headings that repeat the title. */
function withoutEmbeds(
  text: string,
  title: string | null,
  isOfSite: (url: string) => boolean,
  tell: TellOfPlain,
): string {
  const tree = parseMarkdown(text, tell);
  const edits = [
    ...repeatedTitles(tree, title, text),
    ...linkEdits(tree, text, isOfSite),
    ...embedEdits(htmlIn(tree), text),
  ];
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

/** Keeps the text of links whose address means nothing without the site, and removes the definitions of such addresses. */
function linkEdits(tree: Root, text: string, isOfSite: (url: string) => boolean): Edit[] {
  const labels = new Set<string>();
  const known = new Set<string>();
  for (const node of definitionsIn(tree)) {
    // The first definition of a label counts.
    if (!known.has(node.identifier!) && isOfSite(node.url!)) labels.add(node.identifier!);
    known.add(node.identifier!);
  }
  const editsIn = (node: AnyNode): Edit[] => {
    const isGone = node.url === undefined ? labels.has(node.identifier ?? '') : isOfSite(node.url);
    if (!isGone) return (node.children ?? []).flatMap(editsIn);
    const [first, last] = [node.children?.[0], node.children?.at(-1)];
    const inner = first === undefined ? '' : text.slice(placeOf(first).start, placeOf(last!).end);
    return [{ ...placeOf(node), replacement: inner }];
  };
  return editsIn(tree);
}

function definitionsIn(node: AnyNode, found: AnyNode[] = []): AnyNode[] {
  if (node.type === 'definition') found.push(node);
  for (const child of node.children ?? []) definitionsIn(child, found);
  return found;
}

/** All HTML nodes in document order. */
function htmlIn(node: AnyNode, found: HtmlNode[] = []): HtmlNode[] {
  if (node.type === 'html') found.push({ value: node.value!, position: node.position });
  for (const child of node.children ?? []) htmlIn(child, found);
  return found;
}

/** Whether a tag made the whole address; with a path after the tag, it is relative to the site. */
function isOnlyTag(url: string): boolean {
  if (!url.includes(TAG_PLACEHOLDER)) return false;
  return url.replaceAll(TAG_PLACEHOLDER, '') === '' || url.replaceAll(TAG_PLACEHOLDER, '').startsWith('#');
}

/** Whether an address names a file of its site: Zola finds the page of `@/posts/a.md` itself. */
function namesFile(url: string, { templates }: Dialect): boolean {
  return templates === 'tera' && url.startsWith('@/');
}

function placeOf({ position }: AnyNode): Stretch {
  return { start: position!.start.offset!, end: position!.end.offset! };
}
