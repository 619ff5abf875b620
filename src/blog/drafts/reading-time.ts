import { median } from '../corpus/median.ts';
import { countWords } from '../language/words.ts';
import { quoteOf } from '../posts/front-matter-entries.ts';
import type { Post } from '../posts/post.ts';
import type { FormField } from './blog-form.ts';

/** Reading speed for a blog whose posts do not imply one. */
const USUAL_WORDS_A_MINUTE = 200;

/** Keys for a post's reading time. */
const READING_TIME_KEY = /^(?:reading[_-]?time|read[_-]?time|time[_-]?to[_-]?read|minutes[_-]?to[_-]?read|minutes)$/i;

/** The field of a reading time such as `5` or `"5 min read"`; null for any other entry. */
export function readingTimeField(
  key: string,
  entry: string,
  value: unknown,
): Extract<FormField, { holds: 'reading time' }> | null {
  if (!READING_TIME_KEY.test(key)) return null;
  if (typeof value === 'number') return { holds: 'reading time', key, quote: null, before: '', after: '' };
  const [, before, after] = /^([^\d]*)\d+([^\d]*)$/.exec(String(value)) ?? [];
  if (before === undefined) return null;
  return { holds: 'reading time', key, quote: quoteOf(entry), before, after };
}

/** The median speed of the posts that give a reading time, in words per minute. */
export function wordsPerMinute(posts: readonly Post[]): number {
  const speeds = posts.flatMap(({ frontMatter, body }) => {
    const key = frontMatter.keys.find((name) => READING_TIME_KEY.test(name));
    const minutes = key === undefined ? 0 : Number(/\d+/.exec(String(frontMatter.data[key]))?.[0] ?? 0);
    return minutes > 0 && countWords(body) > 0 ? [countWords(body) / minutes] : [];
  });
  return median(speeds) ?? USUAL_WORDS_A_MINUTE;
}

/** Whole minutes, at least one. */
export function readingMinutes(body: string, speed: number): number {
  return Math.max(1, Math.round(countWords(body) / speed));
}
