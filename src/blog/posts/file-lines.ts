import { entrySpans } from './front-matter-entries.ts';
import type { Post } from './post.ts';

/** The line of a post's file on which its body begins, from 1. */
export function bodyLine({ frontMatter: { before, raw, after } }: Pick<Post, 'frontMatter'>): number {
  return 1 + lineBreaksIn(before) + lineBreaksIn(raw) + lineBreaksIn(after);
}

/** The line of a post's file on which the entry of a key begins, from 1; that of the first entry where none does. */
export function keyLine({ frontMatter }: Pick<Post, 'frontMatter'>, key: string): number {
  const start = entrySpans(frontMatter).find((span) => span.key === key)?.start ?? 0;
  return entryLine(frontMatter, start);
}

/** The line of a post's file that is at a place in the raw text of its front matter, from 1. */
export function entryLine({ before, raw }: Pick<Post['frontMatter'], 'before' | 'raw'>, start: number): number {
  return 1 + lineBreaksIn(before) + lineBreaksIn(raw.slice(0, start));
}

function lineBreaksIn(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count++;
  return count;
}
