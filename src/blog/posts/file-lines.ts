import { entrySpans } from './front-matter-entries.ts';
import type { Post } from './post.ts';

/** The line of a post's file on which its body begins, from 1. */
export function bodyLine({ frontMatter: { before, raw, after } }: Pick<Post, 'frontMatter'>): number {
  return 1 + lineBreaksIn(before) + lineBreaksIn(raw) + lineBreaksIn(after);
}

/** The line of a post's file on which the entry of a key begins, from 1; that of the first entry where none does. */
export function keyLine({ frontMatter }: Pick<Post, 'frontMatter'>, key: string): number {
  const start = entrySpans(frontMatter).find((span) => span.key === key)?.start ?? 0;
  return 1 + lineBreaksIn(frontMatter.before) + lineBreaksIn(frontMatter.raw.slice(0, start));
}

function lineBreaksIn(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count++;
  return count;
}
