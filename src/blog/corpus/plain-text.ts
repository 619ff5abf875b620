import type { Element, Root } from 'hast';
import { notesOfPlain } from '../markdown/bounded/plain-note.ts';
import { type DialectPost, dialectOf, isMdx } from '../markdown/dialect.ts';
import { markdownTree, mdxTreeUnlessBroken, type Tell } from '../markdown/markdown-tree.ts';
import { typeset } from '../markdown/typeset.ts';
import type { Post } from '../posts/post.ts';
import { escapeEndMark } from './end-mark.ts';
import { renderText } from './render-text.ts';

/** The text of a post, and what it is written in. */
export type PostBody = Pick<Post, 'source' | 'extension' | 'body'> & DialectPost & Partial<Pick<Post, 'frontMatter'>>;

/**
 * What a reader of the post would see: its title on the first line, then its body as `renderText` writes it. Images
 * are left out with their alternative texts; captions stay. A first heading that repeats the title is left out.
 * A .txt file is not Markdown: its text stays as it is. An .mdx file that is not MDX is read as Markdown, and told.
 * An end mark in it is escaped. Lines end in "\n", the last one in nothing.
 */
export function plainText(post: Post, tell: Tell = () => {}): string {
  const body = bodyText(post, tell);
  const title = post.title === null ? '' : escapeEndMark(renderText(inlineTree(post.title)));
  if (title === '' || body === title || body.startsWith(`${title}\n`)) return body;
  return body === '' ? title : `${title}\n\n${body}`;
}

/** `plainText` without the title, '' for a post in which a reader would see nothing. */
export function bodyText(post: PostBody, tell: Tell = () => {}): string {
  const text = post.extension === '.txt' ? trimmedLines(post.body) : renderText(treeOf(post, tell));
  return escapeEndMark(text);
}

/** Whether a reader would see anything in a body besides headings of the first rank, which titles are. */
export function hasParagraphs(post: PostBody): boolean {
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

/** In these nothing is an entity, a tag, or a mark of any dialect. */
const plainTitle = /^[\p{L}\p{N} '’"“”,.:;!?()–—-]+$/u;

/** A title is a line of text that may have entities and HTML in it, but no Markdown blocks. */
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

/** Behind the last character that is no space and no tab. */
function endOfText(line: string): number {
  let end = line.length;
  while (end > 0 && (line[end - 1] === ' ' || line[end - 1] === '\t')) end--;
  return end;
}
