import type { Post } from './post.ts';

/** The line of a post's file on which its body begins, from 1. */
export function bodyLine({ frontMatter: { delimiter, raw } }: Post): number {
  if (delimiter === 'none') return 1;
  const lines = raw.split('\n').length;
  // YAML and TOML stand between two lines of marks, and end in a line feed; JSON ends on its own last line.
  return lines + (delimiter === 'json' ? 1 : 2);
}

/** The line of a post's file on which the entry of a key begins, from 1; that of the first entry where none does. */
export function keyLine({ frontMatter: { delimiter, raw } }: Post, key: string): number {
  const index = raw.split('\n').findIndex((line) => beginsEntry(line, key));
  return Math.max(0, index) + (delimiter === 'json' ? 1 : 2);
}

/** A key may stand between quotes, and be written in any letters. */
function beginsEntry(line: string, key: string): boolean {
  const text = line.trimStart().replace(/^["']/, '');
  return text.startsWith(key) && /^["']?\s*[:=]/.test(text.slice(key.length));
}
