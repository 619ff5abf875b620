import { DraftJudge } from '../../blog/judging/draft-judge.ts';
import type { Post } from '../../blog/posts/post.ts';
import type { Project } from '../../project/project.ts';
import { readCorpus } from '../corpus/read-posts.ts';

/** Creates a function that scores drafts from 0 to 1, higher is better; see `scoreOf`. */
export type DraftScore = () => Promise<(post: Post) => number>;

/** Scores drafts against the posts of a blog, which are read on the first call. `label` marks posts written by a model. */
export function judgeDrafts(project: Project, posts: readonly string[], label: string | null): DraftScore {
  return async () => {
    const known = label === null ? {} : { label };
    const documents = await readCorpus(project, posts, { format: 'text', drafts: false, encoding: 'utf-8', ...known });
    const judge = DraftJudge.of(documents.map(({ post }) => post));
    return (post) => judge.judge(post).score;
  };
}
