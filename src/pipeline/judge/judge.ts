import type { DraftJudge } from '../../blog/judging/draft-judge.ts';
import type { Judgement, UsualPost } from '../../blog/judging/judgement.ts';
import { textExtensions } from '../../blog/posts/file-kinds.ts';
import type { Post } from '../../blog/posts/post.ts';
import { readPost } from '../../blog/posts/read-post.ts';
import { findPosts, MissingInputFault } from '../../node/files/find-posts.ts';
import { readTextFile, UnreadableFault } from '../../node/files/read-text-file.ts';
import type { CorpusEvent } from '../corpus/post-events.ts';
import { rejectionOf } from '../drafts/choose-texts.ts';
import { type DeviceEvent, openDevice } from '../models/open-device.ts';
import type { CommandSurroundings } from '../project.ts';
import { type JudgeGiven, type JudgeSettings, judgeSettings } from '../settings/judge.ts';
import { checkSettings } from '../settings/settings-table.ts';
import { openMeter, type PerplexityMeter, type UnmeasuredEvent } from './measure-perplexity.ts';
import { findKnownRun, openJudge } from './open-judge.ts';

/** A file, and what there is to say about it. */
export interface JudgedFile {
  readonly path: string;
  readonly judgement: Judgement;
  /** It has more words in a row from one post than is allowed. */
  readonly isOver: boolean;
}

/** All files are judged. */
export interface JudgedEvent {
  readonly type: 'judged';
  /** Texts that they were compared with, and how those usually are. */
  readonly references: number;
  readonly usual: UsualPost;
  /** In the order of their names. */
  readonly files: readonly JudgedFile[];
}

export type JudgeEvent = CorpusEvent | DeviceEvent | UnmeasuredEvent | JudgedEvent;

/**
 * Judges texts beside posts, and where a run is known by its models. Throws SettingFault, NoReferenceFault,
 * MissingInputFault, UnreadableFault and PostFault for a file, and the faults of `findKnownRun`, `openJudge` and `openMeter`.
 */
export async function* judge(
  given: JudgeGiven,
  { signal, root = '.' }: CommandSurroundings = {},
): AsyncGenerator<JudgeEvent, void, undefined> {
  const settings = checkSettings(judgeSettings, given);
  const run = await findKnownRun(settings, root);
  const texts = await readTexts(settings);
  const { judge: drafts, references } = yield* openJudge(settings.dataset, run, { ...settings, signal });
  const device = run === null ? null : openDevice(settings);
  try {
    if (device !== null) yield device.event;
    const meter = device === null ? null : yield* openMeter(device.device, { ...run!, root });
    const files: JudgedFile[] = [];
    for (const text of texts) {
      signal?.throwIfAborted();
      files.push(await judged(text, drafts, meter, settings.max_copied));
    }
    yield { type: 'judged', references, usual: drafts.usual, files };
  } finally {
    await device?.device.close();
  }
}

async function readTexts({ files, encoding }: JudgeSettings): Promise<Post[]> {
  const found = await findPosts(files, { extensions: textExtensions });
  for (const { path, reason } of found.unread) throw new UnreadableFault(path, reason);
  if (found.files.length === 0) throw new MissingInputFault(`There is no text to judge in ${files.join(', ')}.`);
  return Promise.all(found.files.map(async ({ path }) => readPost(path, await readTextFile(path, encoding))));
}

async function judged(
  post: Post,
  drafts: DraftJudge,
  meter: PerplexityMeter | null,
  max_copied: number | 'any',
): Promise<JudgedFile> {
  const judgement = drafts.judge(post, meter === null ? null : await meter.of(post.body));
  return { path: post.source, judgement, isOver: rejectionOf(judgement, max_copied) !== null };
}
