import { copiedRanges } from '../../blog/judging/copied-ranges.ts';
import type { Judgement, UsualPost } from '../../blog/judging/judgement.ts';
import { countWords } from '../../blog/language/words.ts';
import type { Post } from '../../blog/posts/post.ts';
import type { Project } from '../../project/project.ts';
import { rejectionOf } from '../drafts/choose-texts.ts';
import type { ReviewEvent, ReviewedDraft } from '../events/reviewing.ts';
import { findRunOrPosts } from '../judge/open-judge.ts';
import { openScorer } from '../judge/open-scorer.ts';
import type { ReviewSettings } from '../settings/review.ts';
import type { DraftFile } from './draft-file.ts';

/** Judges drafts for a review; a draft that was judged before is not judged again. */
export interface Reviewer {
  readonly usual: UsualPost | null;
  review(draft: DraftFile): Promise<ReviewedDraft>;
  close(): Promise<void>;
}

/** Opens a reviewer; the caller closes it. Throws the faults of `findRunOrPosts` and `openScorer`. */
export async function* openReviewer(
  project: Project,
  settings: ReviewSettings,
): AsyncGenerator<ReviewEvent, Reviewer, undefined> {
  const by = await findRunOrPosts(project, settings.posts ?? []);
  if (by.dataset?.length === 0) {
    const reason = 'there is no run to judge them by; train one, or name your posts with --posts.';
    yield { type: 'scores-unavailable', reason };
    return reviewerOf(
      settings,
      null,
      async () => null,
      async () => {},
    );
  }
  const reading = { drafts: false, encoding: 'utf-8', site: 'auto', ...settings };
  const scorer = yield* openScorer(project, by, reading);
  return reviewerOf(
    settings,
    scorer.usual,
    (post) => scorer.judge(post),
    () => scorer.close(),
  );
}

function reviewerOf(
  { max_copied }: ReviewSettings,
  usual: UsualPost | null,
  judge: (post: Post) => Promise<Judgement | null>,
  close: () => Promise<void>,
): Reviewer {
  const known = new Map<string, Judgement | null>();
  const judgementOf = async ({ file, draft: { post } }: DraftFile): Promise<Judgement | null> => {
    const before = known.get(file);
    const judgement = before === undefined ? await judge(post) : before;
    known.set(file, judgement);
    return judgement;
  };
  return {
    usual,
    close,
    async review(draft) {
      const { path } = draft;
      const { post, approval, day, isGenerated } = draft.draft;
      const judgement = await judgementOf(draft);
      return {
        path,
        title: post.title,
        date: post.date?.written ?? null,
        words: judgement?.shared.words ?? countWords(post.body),
        approval,
        day,
        isGenerated,
        judgement,
        isOver: judgement !== null && rejectionOf(judgement, max_copied) !== null,
        body: post.body,
        copied: copiedRanges(post, judgement?.shared.passages ?? []),
      };
    },
  };
}
