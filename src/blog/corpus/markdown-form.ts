import { portableMarkdown } from '../import/portable-markdown.ts';
import type { Tell } from '../markdown/markdown-tree.ts';
import type { Post } from '../posts/post.ts';
import { END_MARK, escapeEndMark, hasEscapedEndMark } from './end-mark.ts';
import { type Draw, drawnLines, givenLines, partsOfPost } from './form-parts.ts';

/**
 * A post in the form from which a model learns to write whole posts: Markdown by `portableMarkdown`, without tags,
 * comments and embeds that a reader does not see, below this front matter:
 *
 *     ---
 *     title: "A doorbell that judges"
 *     tags: ["doorbell", "wood"]
 *     outline:
 *     - "What it hears"
 *     - "What it says to the postman"
 *     date: 2014-03-22
 *     categories: ["development"]
 *     ---
 *
 * `drawnLines` says which keys there are, and in which order. Without a title, front matter has date, categories and
 * tags only, in this order; without any of these, there is none. Strings are in double quotes and escaped as in JSON,
 * which YAML reads too; dates are days. End marks are escaped. Lines end in "\n", except the last one.
 */
export function markdownForm(post: Post, draw: Draw, tell: Tell = () => {}): string {
  const body = portableMarkdown(post, tell)
    .replace(/^(?:[ \t]*\n)+/, '')
    .trimEnd();
  const parts = partsOfPost(post, body);
  const lines = post.title === null ? plainLines(post) : drawnLines(parts, draw);
  const head = lines.length === 0 ? '' : ['---', ...lines, '---'].join('\n');
  return escapeEndMark([head, body].filter((part) => part !== '').join('\n\n'));
}

/**
 * The `portableMarkdown` of a post, from its `markdownForm`: to make it again takes as long as it took. Null where the form
 * does not tell: it has an end mark that was escaped, or white space around the text is gone, which matters in a .txt file.
 */
export function portableBody(form: string, post: Post): string | null {
  if (post.extension === '.txt' || hasEscapedEndMark(form)) return null;
  if (post.title === null && plainLines(post).length === 0) return form;
  // The values are JSON, so no line of front matter begins with its mark.
  return form.slice(form.indexOf('\n---', 3) + 4).replace(/^\n\n/, '');
}

/** A training text without the front matter of its documents, to tell whether only that has changed. */
export function withoutFrontMatter(trainingText: string): string {
  return trainingText
    .split(`\n${END_MARK}\n`)
    .map((document) => document.replace(/^---\n(?:[a-z]+:.*\n|- ".*\n)+---(?:\n\n|$)/, ''))
    .join(`\n${END_MARK}\n`);
}

/** The lines of a post without a title: it cannot be asked for by its subject. */
function plainLines(post: Post): string[] {
  return givenLines({ ...partsOfPost(post, ''), title: null, description: null });
}
