import { bodyLine } from '../../posts/file-lines.ts';
import type { Post } from '../../posts/post.ts';
import type { TellOfPlain } from './bounded-markdown.ts';

/** The parts of a post that a note needs. */
type NotedPost = Pick<Post, 'source' | 'body'> & Partial<Pick<Post, 'frontMatter'>>;

/** How many characters of a line are searched for in the file. */
const SOUGHT = 200;

/** Makes a note, one sentence, for each stretch kept as plain text, with its line in the post's file and the reason. */
export function notesOfPlain({ source, body, frontMatter }: NotedPost, tell: (note: string) => void): TellOfPlain {
  const firstLine = frontMatter === undefined ? 1 : bodyLine({ frontMatter });
  return ({ line, lines, reason, text, isHtml }) => {
    // Lines of template tags were removed before parsing, so line numbers may differ.
    const at = text === '' ? -1 : body.indexOf(text.slice(0, SOUGHT).split('\n', 1)[0]);
    const found = at === -1 ? line : body.slice(0, at).split('\n').length;
    const what =
      isHtml === true
        ? 'from here on, some HTML tags were left out'
        : `${lines === 1 ? 'one line was' : `${lines.toLocaleString('en')} lines were`} kept as plain text`;
    tell(`${source}, line ${firstLine - 1 + found}: ${what}, because ${reason}.`);
  };
}
