import type { Element, Root } from 'hast';
import { notesOfPlain } from '../markdown/bounded/plain-note.ts';
import { type DialectPost, dialectOf, isMdx } from '../markdown/dialect.ts';
import { markdownTree, mdxTreeUnlessBroken, type Tell } from '../markdown/markdown-tree.ts';
import { typeset } from '../markdown/typeset.ts';
import type { Post } from '../posts/post.ts';
import { escapeEndMark } from './end-mark.ts';
import { renderText } from './render-text.ts';

/** The text of a post, with what is needed to read it. */
export type PostBody = Pick<Post, 'source' | 'extension' | 'body'> &
  DialectPost &
  Partial<Pick<Post, 'frontMatter' | 'title'>>;

/**
 * The text that a reader of the post sees: its title on the first line, then its body as `renderText` writes it. Images
 * and their alternative texts are left out; captions stay. A first heading that repeats the title is left out. The text
 * of a .txt file stays unchanged. An invalid .mdx file is read as Markdown, and reported. End marks are escaped. Lines
 * end in "\n", except the last one.
 */
export function plainText(post: Post, tell: Tell = () => {}): string {
  const body = bodyText(post, tell);
  const title = post.title === null ? '' : escapeEndMark(renderText(inlineTree(post.title)));
  if (title === '' || body === title || body.startsWith(`${title}\n`)) return body;
  return body === '' ? title : `${title}\n\n${body}`;
}

/** `plainText` without the title; '' if a reader would see nothing. */
export function bodyText(post: PostBody, tell: Tell = () => {}): string {
  return readBody(post, tell).text;
}

/** `bodyText`, and the elements that it was rendered from; null for a .txt file, which has none. */
export function readBody(post: PostBody, tell: Tell = () => {}): { readonly text: string; readonly tree: Root | null } {
  const tree = post.extension === '.txt' ? null : treeOf(post, tell);
  const text = escapeEndMark(tree === null ? trimmedLines(post.body) : renderText(tree));
  if (text === '') withoutText.add(post);
  return { text, tree };
}

/** Posts whose text turned out to be empty: reading a long body again would take as long as the first time. */
const withoutText = new WeakSet<PostBody>();

/** Whether a reader would see anything in a body besides first-level headings, which are titles. */
export function hasParagraphs(post: PostBody): boolean {
  if (withoutText.has(post)) return false;
  if (post.extension === '.txt') return post.body.trim() !== '';
  const tree = treeOf(post, () => {});
  return renderText({ ...tree, children: tree.children.filter((node) => !isTitle(node)) }) !== '';
}

function isTitle(node: Root['children'][number]): boolean {
  return node.type === 'element' && node.tagName === 'h1';
}

function treeOf(post: PostBody, tell: Tell): Root {
  const dialect = dialectOf(post);
  const ofMdx = isMdx(post.extension, dialect) ? mdxTreeUnlessBroken(post.source, post.body, tell, post.dialect) : null;
  return typeset(ofMdx ?? markdownTree(post.body, dialect, notesOfPlain(post, tell)), dialect);
}

/** Titles of these characters contain no entities, tags or marks of any dialect. */
const plainTitle = /^[\p{L}\p{N} '’"“”,.:;!?()–—-]+$/u;

/** The tree of a title, which is one line that may contain entities and HTML but no Markdown blocks. */
function inlineTree(title: string): Root {
  const line = title.replace(/\s+/g, ' ');
  if (!plainTitle.test(line)) return markdownTree(`<p>${line}</p>`);
  const paragraph: Element = {
    type: 'element',
    tagName: 'p',
    properties: {},
    children: [{ type: 'text', value: line }],
  };
  return { type: 'root', children: [paragraph] };
}

function trimmedLines(text: string): string {
  return text
    .split('\n')
    .map((line) => line.slice(0, endOfText(line)))
    .join('\n')
    .replace(/^\n+/, '')
    .trimEnd();
}

/** The offset after the last character that is neither a space nor a tab. */
function endOfText(line: string): number {
  let end = line.length;
  while (end > 0 && (line[end - 1] === ' ' || line[end - 1] === '\t')) end--;
  return end;
}
