import { portableMarkdown } from '../import/portable-markdown.ts';
import type { Tell } from '../markdown/markdown-tree.ts';
import type { Post } from '../posts/post.ts';
import { escapeEndMark, hasEscapedEndMark } from './end-mark.ts';

/**
 * A post in the one form in which a model learns to write whole posts: its Markdown as `portableMarkdown` has it, so that
 * no model learns tags, comments and embeds, of which a reader sees nothing, and over it
 *
 *     ---
 *     title: "A doorbell that judges"
 *     date: 2014-03-22
 *     categories: ["development"]
 *     tags: ["doorbell", "wood"]
 *     ---
 *
 * with these keys in this order; a key without a value is left out, and without any there is no front matter.
 * Strings are always in double quotes, escaped as in JSON, which YAML reads too; dates are days.
 * An end mark in it is escaped. Lines end in "\n", the last one in nothing.
 */
export function markdownForm(post: Post, tell: Tell = () => {}): string {
  const body = portableMarkdown(post, tell)
    .replace(/^(?:[ \t]*\n)+/, '')
    .trimEnd();
  return escapeEndMark([frontMatterOf(post), body].filter((part) => part !== '').join('\n\n'));
}

/**
 * The `portableMarkdown` of a post, from its `markdownForm`: to make it again takes as long as it took. Null where the form
 * does not tell: it has an end mark that was escaped, or white space around the text is gone, which matters in a .txt file.
 */
export function portableBody(form: string, post: Post): string | null {
  if (post.extension === '.txt' || hasEscapedEndMark(form)) return null;
  return form.slice(frontMatterOf(post).length).replace(/^\n\n/, '');
}

function frontMatterOf(post: Post): string {
  const lines = [
    ...(post.title === null ? [] : [`title: ${JSON.stringify(post.title)}`]),
    ...(post.date === null ? [] : [`date: ${post.date.iso.slice(0, 10)}`]),
    ...listLine('categories', post.categories),
    ...listLine('tags', post.tags),
  ];
  return lines.length === 0 ? '' : ['---', ...lines, '---'].join('\n');
}

function listLine(key: string, names: readonly string[]): string[] {
  return names.length === 0 ? [] : [`${key}: [${names.map((name) => JSON.stringify(name)).join(', ')}]`];
}
