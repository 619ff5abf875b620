import type { PostBody } from '../../blog/corpus/plain-text.ts';
import { DraftJudge } from '../../blog/judging/draft-judge.ts';
import type { Judgement, Perplexity } from '../../blog/judging/judgement.ts';
import type { PostDocument } from '../corpus/post-events.ts';
import type { Rejection } from '../events.ts';
import { rejectionOf } from './choose-texts.ts';

/** By what drafts are judged. */
export interface Judging {
  readonly judge: DraftJudge;
  /** Most words in a row that a draft may share with a post. */
  readonly max_copied: number | 'any';
  /** How likely models find a text; null if none is asked. */
  readonly perplexityOf: ((text: string) => Promise<Perplexity>) | null;
}

/** Judging by the posts of a blog. */
export function judgingBy(documents: readonly PostDocument[], others: Omit<Judging, 'judge'>): Judging {
  return { ...others, judge: DraftJudge.of(documents.map(({ post }) => post)) };
}

/** What there is to say about a draft, or why it is not kept. Models are asked only about what is kept. */
export async function judgeDraft(
  { judge, max_copied, perplexityOf }: Judging,
  post: PostBody,
): Promise<Judgement | Rejection> {
  const judgement = judge.judge(post);
  const rejection = rejectionOf(judgement, max_copied);
  if (rejection !== null) return rejection;
  return perplexityOf === null ? judgement : judge.withPerplexity(judgement, await perplexityOf(post.body));
}
