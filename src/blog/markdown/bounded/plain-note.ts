import { bodyLine } from '../../posts/file-lines.ts';
import type { Post } from '../../posts/post.ts';
import type { TellOfPlain } from './bounded-markdown.ts';

/** A post, or as much of one as there is. */
type NotedPost = Pick<Post, 'source' | 'body'> & Partial<Pick<Post, 'frontMatter'>>;

/** Characters of a line by which it is found in the file. */
const SOUGHT = 200;

/** Tells in one sentence each which lines of a post's file are kept as plain text, and why. */
export function notesOfPlain({ source, body, frontMatter }: NotedPost, tell: (note: string) => void): TellOfPlain {
  const firstLine = frontMatter === undefined ? 1 : bodyLine({ frontMatter });
  return ({ line, lines, reason, text, isHtml }) => {
    // What the site's generator acts on is gone from the text that was parsed, and with it lines.
    const at = text === '' ? -1 : body.indexOf(text.slice(0, SOUGHT).split('\n', 1)[0]);
    const found = at === -1 ? line : body.slice(0, at).split('\n').length;
    const what =
      isHtml === true
        ? 'tags are left out of the HTML from there on'
        : `${lines === 1 ? 'one line is' : `${lines.toLocaleString('en')} lines are`} kept as plain text`;
    tell(`${source}, line ${firstLine - 1 + found}: ${what}, because ${reason}.`);
  };
}
