import { type GivenParts, NOTHING_GIVEN } from '../corpus/form-parts.ts';
import { median } from '../corpus/median.ts';
import { blocksOf } from '../markdown/blocks.ts';
import type { Post } from '../posts/post.ts';
import { ByteConstraints } from './byte-constraints.ts';
import { frontMatterPattern } from './front-matter-pattern.ts';
import { sequence } from './pattern.ts';
import { sectionsPattern } from './sections-pattern.ts';

/**
 * Constraints on a text in `markdownForm` for a blog with these posts: see `frontMatterPattern`, and, if headings are given,
 * `sectionsPattern`. The sections are as long as they would be in a usual post of the blog. Whatever follows is free.
 */
export function draftConstraints(posts: readonly Post[], given: GivenParts = NOTHING_GIVEN): ByteConstraints {
  const front = frontMatterPattern(posts, given);
  const { headings } = given;
  if (headings.length === 0) return new ByteConstraints(front);
  const blocks = median(posts.map(({ body }) => blocksOf(body).length)) ?? 0;
  const most = Math.max(1, Math.round(blocks / (headings.length + 1)));
  return new ByteConstraints(sequence(front, sectionsPattern(headings, most)));
}
