import { portableMarkdown } from '../import/portable-markdown.ts';
import type { Tell } from '../markdown/markdown-tree.ts';
import type { Post } from '../posts/post.ts';
import { escapeEndMark, hasEscapedEndMark } from './end-mark.ts';

/**
 * A post in the form from which a model learns to write whole posts: Markdown by `portableMarkdown`, without tags,
 * comments and embeds that a reader does not see, below this front matter:
 *
 *     ---
 *     title: "A doorbell that judges"
 *     date: 2014-03-22
 *     categories: ["development"]
 *     tags: ["doorbell", "wood"]
 *     ---
 *
 * The keys keep this order. A key without a value is omitted, and so is front matter without keys. Strings are in double
 * quotes and escaped as in JSON, which YAML reads too; dates are days. End marks are escaped. Lines end in "\n", except
 * the last one.
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
