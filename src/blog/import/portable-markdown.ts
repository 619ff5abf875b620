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

/** Keys that hold what is said about a post, and where it stands, as one generator or another calls them. */
const descriptionKeys = [...summaryKeys, 'subtitle', 'spoiler'];
const canonicalKeys = ['canonical_url', 'canonicalUrl', 'canonicalURL', 'canonical'];
/** Keys that put a post at an address: Hugo has the first, Jekyll, Hexo and Eleventy the other. */
const addressKeys = ['url', 'permalink'];

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
    canonicalUrl: textNamed(frontMatter, canonicalKeys),
    addressKeys: Object.fromEntries(
      addressKeys.flatMap((key) => {
        const address = textNamed(frontMatter, [key]);
        // One that a template makes is none without the site.
        return address === null || /\{[{%]/.test(address) ? [] : [[key, address]];
      }),
    ),
    draft: post.draft,
    generated: post.generated,
    markdown: () => portableMarkdown(post, tell),
  };
}

/** As much of a post as its Markdown is made of. */
export type PortablePost = Pick<Post, 'source' | 'extension' | 'body' | 'title'> &
  DialectPost &
  Partial<Pick<Post, 'frontMatter'>>;

/**
 * A body that reads the same wherever it is shown: what the generator acts on is gone (tags, shortcodes, imports,
 * components) or is what a reader sees of it, marks of its dialect alone are marks of GitHub's, and gone are comments,
 * embeds, links that led to a tag, and a first heading that repeats the title. All else stays as it was typed. MDX becomes
 * Markdown; where it is not MDX, it is read as Markdown, and told. What it makes of what it made is the same again.
 */
export function portableMarkdown(post: PortablePost, tell: Tell): string {
  if (post.extension === '.txt') return post.body;
  const dialect = dialectOf(post);
  const notes = notesOfPlain(post, tell);
  const ofMdx = isMdx(post.extension, dialect) ? mdxTreeUnlessBroken(post.source, post.body, tell, post.dialect) : null;
  // As in Markdown, formulas in MathML go: they are drawn, not read.
  const seen = ofMdx === null ? null : without(ofMdx, ({ tagName }) => tagName === 'math');
  if (seen !== null) return withoutEmbeds(markdownOfTree(seen), post.title, notes);
  return withoutPlaceholders(withoutEmbeds(withoutTemplateTags(post.body, dialect), post.title, notes));
}

/** Whether Markdown holds what counts as a tag or a mark where no site is known, so that its file has to say that it is none. */
export function looksActedOn(markdown: string): boolean {
  return withoutTemplateTags(markdown) !== markdown;
}

/** Where a tag ends a line, the space before it goes too. */
function withoutPlaceholders(text: string): string {
  if (!text.includes(TAG_PLACEHOLDER)) return trimmed(text);
  const atLineEnd = new RegExp(`(?<![ \\t])[ \\t]*${TAG_PLACEHOLDER}[${TAG_PLACEHOLDER} \\t]*(?=\\n|$)`, 'g');
  return trimmed(text.replace(atLineEnd, '').replaceAll(TAG_PLACEHOLDER, ''));
}

/** Without empty lines at its beginning, where white space may make code of a line, and without white space at its end. */
function trimmed(text: string): string {
  return text.replace(/^(?:[ \t]*\n)+/, '').trimEnd();
}

/** As much of a node as matters here. */
interface AnyNode {
  readonly type: string;
  readonly url?: string;
  readonly value?: string;
  readonly children?: readonly AnyNode[];
  readonly position?: Node['position'];
}

/** Without embeds, links that led to a tag, and first headings that repeat the title. */
function withoutEmbeds(text: string, title: string | null, tell: TellOfPlain): string {
  const tree = parseMarkdown(text, tell);
  const edits = [...repeatedTitles(tree, title, text), ...linkEdits(tree, text), ...embedEdits(htmlIn(tree), text)];
  if (edits.length === 0) return trimmed(closedUp(text, tree));
  const rest = edited(text, edits);
  return trimmed(closedUp(rest, parseMarkdown(rest)));
}

/** Where something is gone one blank line stays between the blocks around it. */
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

/** Of links without an address their texts stay. */
function linkEdits(node: AnyNode, text: string): Edit[] {
  if (node.url?.includes(TAG_PLACEHOLDER) && isOnlyTag(node.url)) {
    const [first, last] = [node.children?.[0], node.children?.at(-1)];
    const inner = first === undefined ? '' : text.slice(placeOf(first).start, placeOf(last!).end);
    return [{ ...placeOf(node), replacement: inner }];
  }
  return (node.children ?? []).flatMap((child) => linkEdits(child, text));
}

/** All HTML, in the order of the text. */
function htmlIn(node: AnyNode, found: HtmlNode[] = []): HtmlNode[] {
  if (node.type === 'html') found.push({ value: node.value!, position: node.position });
  for (const child of node.children ?? []) htmlIn(child, found);
  return found;
}

/** An address that a tag made whole; one with a path behind the tag is relative to the site. */
function isOnlyTag(url: string): boolean {
  return url.replaceAll(TAG_PLACEHOLDER, '') === '' || url.replaceAll(TAG_PLACEHOLDER, '').startsWith('#');
}

function placeOf({ position }: AnyNode): Stretch {
  return { start: position!.start.offset!, end: position!.end.offset! };
}
