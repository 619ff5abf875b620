import { tally } from '../corpus/tally.ts';
import { meetUnspaced, placedWordsOf } from '../language/words.ts';
import type { Post } from '../posts/post.ts';

/** A tag, and how many posts of the blog have it. */
export interface TagUse {
  readonly tag: string;
  readonly posts: number;
  /** Every post has it: it is part of how the blog is built (`tags: posts` in Eleventy), not of what it says. */
  readonly everywhere: boolean;
}

/** With fewer posts, "every post has it" says nothing yet. */
const POSTS_TO_JUDGE_BY = 3;

const MOST_TAGS = 4;

/** The tags of a blog, the most used first. */
export function learnTags(posts: readonly Post[]): TagUse[] {
  return [...tally(posts.flatMap(({ tags }) => tags))]
    .map(([tag, count]) => ({
      tag,
      posts: count,
      everywhere: count === posts.length && count >= POSTS_TO_JUDGE_BY,
    }))
    .sort((a, b) => b.posts - a.posts || (a.tag < b.tag ? -1 : 1));
}

/**
 * Those of the blog's own tags that a post gets: the ones every post has, then at most four that were proposed for it
 * or that its text names, the most often named first.
 */
export function chooseTags(text: string, tags: readonly TagUse[], proposed: readonly string[]): string[] {
  const searched = new SearchedText(text);
  const named = tags
    .filter(({ everywhere }) => !everywhere)
    .map(({ tag }) => ({ tag, proposed: proposed.includes(tag), times: timesNamed(tag, searched) }))
    .filter((candidate) => candidate.proposed || candidate.times > 0)
    .sort((a, b) => Number(b.proposed) - Number(a.proposed) || b.times - a.times)
    .slice(0, MOST_TAGS);
  return [...tags.filter(({ everywhere }) => everywhere), ...named].map(({ tag }) => tag);
}

/** How often a text has a tag as whole words, in any case; hyphens of the tag may be spaces there. */
function timesNamed(tag: string, text: SearchedText): number {
  const words = tag.normalize('NFC').match(/[\p{L}\p{M}\p{N}]+/gu);
  if (words === null) return 0;
  const pattern = new RegExp(words.join('[^\\p{L}\\p{M}\\p{N}]?'), 'giu');
  const places = [...text.text.matchAll(pattern)];
  return places.filter(({ 0: named, index }) => text.isEdge(index) && text.isEdge(index + named.length)).length;
}

const LETTER = /^[\p{L}\p{M}\p{N}]/u;

/** A text, and where words begin and end in it. */
class SearchedText {
  readonly text: string;
  /** Where words of scripts without spaces begin and end. */
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

/** The character before a place, of one or two units. */
function lastCharacter(text: string, place: number): string {
  const pair = text.slice(Math.max(0, place - 2), place);
  return /[\ud800-\udbff]/.test(pair[0] ?? '') ? pair : pair.slice(-1);
}
