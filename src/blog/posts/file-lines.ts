import { entrySpans } from './front-matter-entries.ts';
import type { Post } from './post.ts';

/** The line in the file where the body begins, from 1. */
export function bodyLine({ frontMatter: { before, raw, after } }: Pick<Post, 'frontMatter'>): number {
  return 1 + lineBreaksIn(before) + lineBreaksIn(raw) + lineBreaksIn(after);
}

/** The line in the file where a key's entry begins, from 1; the first line of front matter if the key has no entry. */
export function keyLine({ frontMatter }: Pick<Post, 'frontMatter'>, key: string): number {
  const start = entrySpans(frontMatter).find((span) => span.key === key)?.start ?? 0;
  return entryLine(frontMatter, start);
}

/** The line in the file, from 1, of the offset `start` in the raw text of front matter. */
export function entryLine({ before, raw }: Pick<Post['frontMatter'], 'before' | 'raw'>, start: number): number {
  return 1 + lineBreaksIn(before) + lineBreaksIn(raw.slice(0, start));
}

function lineBreaksIn(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count++;
  return count;
}
