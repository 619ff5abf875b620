import { lengthInLetters, wordsOf } from '../language/words.ts';
import type { Post } from '../posts/post.ts';

/** A category of a blog, and the words of its posts. */
export interface CategoryWords {
  readonly category: string;
  readonly posts: number;
  /** How often each word occurs in its posts. */
  readonly counts: ReadonlyMap<string, number>;
  /** The sum of all counts. */
  readonly words: number;
}

/** Shorter words say little about a subject. */
const MIN_LETTERS = 3;

/** Counts the words of each category, the most used first; a post with several categories counts for its first. */
export function learnCategories(posts: readonly Post[]): CategoryWords[] {
  const learned = new Map<string, { category: string; posts: number; counts: Map<string, number>; words: number }>();
  for (const post of posts) {
    const [category] = post.categories;
    if (category === undefined) continue;
    const known = learned.get(category) ?? { category, posts: 0, counts: new Map(), words: 0 };
    learned.set(category, known);
    known.posts++;
    for (const word of significantWords(`${post.title ?? ''}\n${post.body}`)) {
      known.counts.set(word, (known.counts.get(word) ?? 0) + 1);
      known.words++;
    }
  }
  return [...learned.values()].sort((a, b) => b.posts - a.posts || (a.category < b.category ? -1 : 1));
}

/**
 * The most likely category of a text, or null if the blog has none. Naive Bayes with add-one smoothing: the greatest
 * log P(category) + Σ log P(word | category); in a tie, the more used category.
 */
export function chooseCategory(text: string, categories: readonly CategoryWords[]): string | null {
  const vocabulary = new Set(categories.flatMap(({ counts }) => [...counts.keys()]));
  const words = significantWords(text).filter((word) => vocabulary.has(word));
  let best: { category: string; score: number } | null = null;
  for (const { category, posts, counts, words: total } of categories) {
    let score = Math.log(posts);
    for (const word of words) score += Math.log(((counts.get(word) ?? 0) + 1) / (total + vocabulary.size));
    if (best === null || score > best.score) best = { category, score };
  }
  return best?.category ?? null;
}

function significantWords(text: string): string[] {
  return wordsOf(text.toLowerCase()).filter((word) => lengthInLetters(word) >= MIN_LETTERS && /^\p{L}/u.test(word));
}
