import { tally } from '../corpus/tally.ts';
import { meetUnspaced, placedWordsOf } from '../language/words.ts';
import type { Post } from '../posts/post.ts';

/** A tag, and how many of the blog's posts have it. */
export interface TagUse {
  readonly tag: string;
  readonly posts: number;
  /**
   * Whether every post has it, so that it is part of how the blog is built (`tags: posts` in Eleventy) rather than a
   * subject.
   */
  readonly everywhere: boolean;
}

/** With fewer posts, "every post has it" means nothing yet. */
const MIN_POSTS_TO_COUNT = 3;

const MAX_TAGS = 4;

/** The tags of a blog, the most used first. */
export function learnTags(posts: readonly Post[]): TagUse[] {
  return [...tally(posts.flatMap(({ tags }) => tags))]
    .map(([tag, count]) => ({
      tag,
      posts: count,
      everywhere: count === posts.length && count >= MIN_POSTS_TO_COUNT,
    }))
    .sort((a, b) => b.posts - a.posts || (a.tag < b.tag ? -1 : 1));
}

/**
 * The blog's tags for a post: those that every post has, then up to four that were proposed for it or that its text
 * mentions, the most frequent first.
 */
export function chooseTags(text: string, tags: readonly TagUse[], proposed: readonly string[]): string[] {
  const searched = new SearchedText(text);
  const named = tags
    .filter(({ everywhere }) => !everywhere)
    .map(({ tag }) => ({ tag, proposed: proposed.includes(tag), times: countMentions(tag, searched) }))
    .filter((candidate) => candidate.proposed || candidate.times > 0)
    .sort((a, b) => Number(b.proposed) - Number(a.proposed) || b.times - a.times)
    .slice(0, MAX_TAGS);
  return [...tags.filter(({ everywhere }) => everywhere), ...named].map(({ tag }) => tag);
}

/** How often a text contains a tag as whole words, in any case; the tag's hyphens may be spaces. */
function countMentions(tag: string, text: SearchedText): number {
  const words = tag.normalize('NFC').match(/[\p{L}\p{M}\p{N}]+/gu);
  if (words === null) return 0;
  const pattern = new RegExp(words.join('[^\\p{L}\\p{M}\\p{N}]?'), 'giu');
  const places = [...text.text.matchAll(pattern)];
  return places.filter(({ 0: named, index }) => text.isEdge(index) && text.isEdge(index + named.length)).length;
}

const LETTER = /^[\p{L}\p{M}\p{N}]/u;

/** A text, and the edges of its words. */
class SearchedText {
  readonly text: string;
  /** Word edges in scripts without spaces. */
  #unspacedEdges: ReadonlySet<number> | null = null;

  constructor(text: string) {
    this.text = text.normalize('NFC');
  }

  /** Whether a word can begin or end here. */
  isEdge(place: number): boolean {
    const [before, after] = [lastCharacter(this.text, place), this.text.slice(place, place + 2)];
    if (!LETTER.test(before) || !LETTER.test(after)) return true;
    if (!meetUnspaced(before, after)) return false;
    this.#unspacedEdges ??= new Set(
      placedWordsOf(this.text).flatMap(({ word, index }) => [index, index + word.length]),
    );
    return this.#unspacedEdges.has(place);
  }
}

/** The character before a position, one or two UTF-16 units long. */
function lastCharacter(text: string, place: number): string {
  const pair = text.slice(Math.max(0, place - 2), place);
  return /[\ud800-\udbff]/.test(pair[0] ?? '') ? pair : pair.slice(-1);
}
