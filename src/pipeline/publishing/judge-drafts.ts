import { DraftJudge } from '../../blog/judging/draft-judge.ts';
import type { Post } from '../../blog/posts/post.ts';
import { readCorpus } from '../reading/read-posts.ts';

/** Makes what scores drafts, from 0 to 1, the higher the better; see `scoreOf`. */
export type DraftScore = () => Promise<(post: Post) => number>;

/** Judges drafts by the posts of a blog, read when the first draft is to be judged. */
export function judgeDrafts(posts: readonly string[]): DraftScore {
  return async () => {
    const documents = await readCorpus(posts, { format: 'text', drafts: false, encoding: 'utf-8' });
    const judge = DraftJudge.of(documents.map(({ post }) => post));
    return (post) => judge.judge(post).score;
  };
}
