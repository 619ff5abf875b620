import { lengthInLetters, wordsOf } from '../language/words.ts';
import type { Post } from '../posts/post.ts';

/** The facts about one post. */
export interface PostFacts {
  /** Names the post in messages. */
  readonly path: string;
  /** The path of its file; for an item of an export, that of the file which an import would write. */
  readonly name: string;
  readonly title: string;
  /** As `PostDate.iso`; null if the post has no date. */
  readonly date: string | null;
  /** Null if the post has no date. */
  readonly year: number | null;
  readonly words: number;
  /** Including its end token. */
  readonly tokens: number;
}

export interface CorpusFacts {
  readonly posts: readonly PostFacts[];
  readonly words: number;
  readonly tokens: number;
  /** Different words, regardless of case, and how many of them occur only once. */
  readonly distinctWords: number;
  readonly wordsUsedOnce: number;
  /** Words typical of this blog, the most typical first. */
  readonly ownWords: readonly { readonly word: string; readonly count: number }[];
}

/** How many typical words are listed. */
const MOST_OWN_WORDS = 60;
const SHORTEST_OWN_WORD = 4;

interface WordCount {
  count: number;
  posts: number;
}

/** Collects the facts of a corpus, document by document. It keeps the vocabulary, not the text. */
export class CorpusTally {
  readonly #posts: PostFacts[] = [];
  readonly #vocabulary = new Map<string, WordCount>();

  /** Returns the facts about this document. */
  add(
    { path, post, text }: { readonly path: string; readonly post: Post; readonly text: string },
    tokens: number,
  ): PostFacts {
    const words = wordsOf(text);
    const date = post.date?.iso ?? null;
    const year = date === null ? null : Number(date.slice(0, 4));
    const title = post.title ?? post.slug;
    const facts = { path, name: post.source, title, date, year, words: words.length, tokens };
    this.#posts.push(facts);
    const seen = new Set<string>();
    for (const written of words) {
      const word = written.toLowerCase();
      const known = this.#vocabulary.get(word) ?? { count: 0, posts: 0 };
      known.count++;
      if (!seen.has(word)) known.posts++;
      seen.add(word);
      this.#vocabulary.set(word, known);
    }
    return facts;
  }

  get facts(): CorpusFacts {
    const counts = [...this.#vocabulary.values()];
    return {
      posts: this.#posts,
      words: this.#posts.reduce((sum, { words }) => sum + words, 0),
      tokens: this.#posts.reduce((sum, { tokens }) => sum + tokens, 0),
      distinctWords: counts.length,
      wordsUsedOnce: counts.filter(({ count }) => count === 1).length,
      ownWords: this.#ownWords(),
    };
  }

  /**
   * Words by TF-IDF: their count times the logarithm of all posts divided by the posts that contain them. Words in most
   * posts belong to the language, and words in a single post to that post.
   */
  #ownWords(): { word: string; count: number }[] {
    const posts = this.#posts.length;
    const weight = (count: WordCount) => count.count * Math.log(posts / count.posts);
    return [...this.#vocabulary]
      .filter(([word, count]) => count.posts >= 2 && count.posts <= posts / 3 && isOwn(word))
      .sort(([one, a], [other, b]) => weight(b) - weight(a) || (one < other ? -1 : 1))
      .slice(0, MOST_OWN_WORDS)
      .map(([word, { count }]) => ({ word, count }));
  }
}

function isOwn(word: string): boolean {
  return lengthInLetters(word) >= SHORTEST_OWN_WORD && !/^\d/.test(word);
}
