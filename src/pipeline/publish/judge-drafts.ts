import type { Post } from '../../blog/posts/post.ts';
import type { Project } from '../../project/project.ts';
import { findRunOrPosts } from '../judge/open-judge.ts';
import { openScorer, type Scorer } from '../judge/open-scorer.ts';
import type { PublishPlan } from './publish-plan.ts';

/** The scores of drafts, and why they are without a voice, if they are although there is a run. */
export interface DraftScores {
  readonly scores: ReadonlyMap<Post, number>;
  readonly note: string | null;
}

type JudgingPlan = Pick<PublishPlan, 'label' | 'exclude'>;

/** Scores drafts from 0 to 1, higher is better; see `scoreOf`. */
export type ScoreDrafts = (drafts: readonly Post[]) => Promise<DraftScores>;

/**
 * Makes a function that scores drafts as `judge` does: by what the newest run learned from, and by its models; without a
 * run, by `posts`. `label` marks posts written by a model.
 */
export function judgeDrafts(project: Project, posts: readonly string[], plan: JudgingPlan): ScoreDrafts {
  return async (drafts) => {
    const { scorer, note } = await quietScorer(project, posts, plan);
    const scores = new Map<Post, number>();
    try {
      for (const post of drafts) scores.set(post, (await scorer.judge(post)).score);
    } finally {
      await scorer.close();
    }
    return { scores, note };
  };
}

async function quietScorer(
  project: Project,
  posts: readonly string[],
  { label, exclude }: JudgingPlan,
): Promise<{ readonly scorer: Scorer; readonly note: string | null }> {
  const by = await findRunOrPosts(project, posts);
  const reading = { drafts: false, encoding: 'utf-8', site: 'auto', exclude, ...(label === null ? {} : { label }) };
  const opening = openScorer(project, by, { ...reading, device: 'auto', threads: null, precision: 'auto' });
  let note: string | null = null;
  for (;;) {
    const { value, done } = await opening.next();
    if (done) return { scorer: value, note };
    if (value.type === 'models-unavailable') note = `Drafts are scored without the models: ${value.reason}`;
  }
}
