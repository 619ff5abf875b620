import { countEach } from '../corpus/count-each.ts';
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
  return [...countEach(posts.flatMap(({ tags }) => tags))]
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
  const named = tags
    .filter(({ everywhere }) => !everywhere)
    .map(({ tag }) => ({ tag, proposed: proposed.includes(tag), times: timesNamed(tag, text) }))
    .filter((candidate) => candidate.proposed || candidate.times > 0)
    .sort((a, b) => Number(b.proposed) - Number(a.proposed) || b.times - a.times)
    .slice(0, MOST_TAGS);
  return [...tags.filter(({ everywhere }) => everywhere), ...named].map(({ tag }) => tag);
}

/** How often a text has a tag as whole words, in any case; hyphens of the tag may be spaces there. */
function timesNamed(tag: string, text: string): number {
  const words = tag.match(/[\p{L}\p{N}]+/gu);
  if (words === null) return 0;
  return (
    text.match(new RegExp(`(?<![\\p{L}\\p{N}])${words.join('[^\\p{L}\\p{N}]?')}(?![\\p{L}\\p{N}])`, 'giu'))?.length ?? 0
  );
}
