import type { Post } from './post.ts';

/** The line of a post's file on which its body begins, from 1. */
export function bodyLine({ frontMatter: { delimiter, raw } }: Post): number {
  if (delimiter === 'none') return 1;
  const lines = raw.split('\n').length;
  // YAML and TOML stand between two lines of marks, and end in a line feed; JSON ends on its own last line.
  return lines + (delimiter === 'json' ? 1 : 2);
}
