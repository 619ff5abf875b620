import type { DraftJudge } from '../../blog/judging/draft-judge.ts';
import type { Judgement, UsualPost } from '../../blog/judging/judgement.ts';
import type { Post } from '../../blog/posts/post.ts';
import type { DeviceEvent } from '../../project/devices.ts';
import type { Project } from '../../project/project.ts';
import type { CorpusEvent } from '../events/reading.ts';
import type { ModelsUnavailableEvent } from '../events/writing.ts';
import type { SettingsOf } from '../settings/settings-table.ts';
import type { machineSettings } from '../settings/shared.ts';
import { type BitsPerByteMeter, openMeter } from './bits-per-byte-meter.ts';
import { openJudge, type ScoreBy } from './open-judge.ts';
import type { ReferenceOptions } from './read-references.ts';

/**
 * Judges drafts by the posts of a blog and, if a run is known, by its models. Every command that shows the score of a draft
 * on disk uses it, so that it is one number.
 */
export interface Scorer {
  /** Number of texts that drafts are compared with, and what those texts are usually like. */
  readonly references: number;
  readonly usual: UsualPost;
  /** Throws the signal's reason. */
  judge(draft: Post): Promise<Judgement>;
  close(): Promise<void>;
}

export type ScorerOptions = Omit<ReferenceOptions, 'tokenizer'> & SettingsOf<typeof machineSettings>;

/** Opens a scorer; the caller closes it. Throws the faults of `openJudge` and `openMeter`. */
export async function* openScorer(
  project: Project,
  { dataset, run }: ScoreBy,
  options: ScorerOptions,
): AsyncGenerator<CorpusEvent | DeviceEvent | ModelsUnavailableEvent, Scorer, undefined> {
  const { judge, references } = yield* openJudge(project, dataset, run, options);
  if (run === null) return scorerOf(project, judge, references, null, async () => {});
  const { device, event } = await project.devices.open(options);
  const close = () => device.close();
  try {
    yield event;
    return scorerOf(project, judge, references, yield* openMeter(project, device, run.after), close);
  } catch (fault) {
    await close();
    throw fault;
  }
}

function scorerOf(
  { signal }: Project,
  judge: DraftJudge,
  references: number,
  meter: BitsPerByteMeter | null,
  close: () => Promise<void>,
): Scorer {
  return {
    references,
    usual: judge.usual,
    close,
    async judge(draft) {
      signal?.throwIfAborted();
      const alone = judge.judge(draft);
      return meter === null ? alone : judge.withBitsPerByte(alone, await meter.of(draft.body));
    },
  };
}
