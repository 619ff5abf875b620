import { parseDocument } from 'yaml';
import type { Post } from '../../posts/post.ts';
import { readPost } from '../../posts/read-post.ts';
import { objectIn } from '../json-values.ts';

/**
 * Splits a post's file as Hexo does: the marks above front matter may be missing or longer than three characters;
 * with `;;;` as marks it is JSON without braces. Throws PostFault for broken front matter.
 */
export function withHexoFrontMatter(post: Post): Post {
  if (post.frontMatter.delimiter !== 'none') return post;
  const divided = divide(post.body);
  if (divided === null) return post;
  const { mark, raw, body } = divided;
  if (mark.startsWith(';')) {
    const json = `{${raw}}`;
    return isObjectIn(json) ? readPost(post.source, `${json}\n${body}`) : post;
  }
  return isObjectIn(raw) ? readPost(post.source, `---\n${raw}\n---\n${body}`) : post;
}

interface Divided {
  readonly mark: string;
  readonly raw: string;
  readonly body: string;
}

/** Characters. If the front matter would be longer, it is a text with a rule in it. */
const maxRawCharacters = 2 ** 16;

function divide(text: string): Divided | null {
  const [first, mark] = /^(-{3,}|;{3,})\n/.exec(text) ?? ['', ''];
  if (mark === '' && /^(?:---|;;;)/.test(text)) return null;
  const head = text.slice(first.length, first.length + maxRawCharacters);
  const closing = mark === '' ? /\n(-{3,}|;{3,})\n?/.exec(head) : null;
  const end = mark === '' ? (closing?.index ?? -1) : head.indexOf(`\n${mark}`);
  if (end <= 0) return null;
  const behind = mark === '' ? end + closing![0].length : end + 1 + mark.length;
  const body = text.slice(first.length + behind);
  return { mark: mark || closing![1], raw: head.slice(0, end), body: body.replace(/^\n/, '') };
}

/** Whether this is data; other text, such as a paragraph above a rule, belongs to the post. */
function isObjectIn(raw: string): boolean {
  try {
    const document = parseDocument(raw, { uniqueKeys: false });
    // Broken data must not silently become text.
    if (document.errors.length > 0) return /^\s*["']?[\w-]+["']?\s*:/.test(raw.replace(/^\{/, ''));
    return objectIn(document.toJS()) !== null;
  } catch {
    return false;
  }
}
