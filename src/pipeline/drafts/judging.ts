import type { PostBody } from '../../blog/corpus/plain-text.ts';
import { type DraftJudge, DraftJudgeBuilder } from '../../blog/judging/draft-judge.ts';
import type { BitsPerByte, Judgement } from '../../blog/judging/judgement.ts';
import type { ReferenceText } from '../../blog/judging/passage-index.ts';
import { referenceOf } from '../../blog/judging/reference.ts';
import type { PostDocument } from '../corpus/documents.ts';
import type { Rejection } from '../events/writing.ts';
import { rejectionOf } from './choose-texts.ts';

/** What drafts are judged by. */
export interface Judging {
  readonly judge: DraftJudge;
  /** The most consecutive words that a draft may share with a post. */
  readonly max_copied: number | 'any';
  /** Measures how surprising models find a text; null to leave that out. */
  readonly bitsPerByteOf: ((text: string) => Promise<BitsPerByte>) | null;
}

/** A judge by the posts of a blog, and the texts of these posts that it compares with. */
export function judgeOf(documents: readonly PostDocument[]): {
  readonly judge: DraftJudge;
  readonly texts: readonly ReferenceText[];
} {
  const builder = new DraftJudgeBuilder();
  const texts = documents.map(({ post }) => {
    const reference = referenceOf(post);
    builder.add(reference);
    return { source: reference.source, text: reference.text };
  });
  return { judge: builder.finish(), texts };
}

/** The judgement of a draft, or its rejection. The models are asked only for drafts that are kept. */
export async function judgeDraft(
  { judge, max_copied, bitsPerByteOf }: Judging,
  post: PostBody,
): Promise<Judgement | Rejection> {
  const judgement = judge.judge(post);
  const rejection = rejectionOf(judgement, max_copied);
  if (rejection !== null) return rejection;
  return bitsPerByteOf === null ? judgement : judge.withBitsPerByte(judgement, await bitsPerByteOf(post.body));
}
