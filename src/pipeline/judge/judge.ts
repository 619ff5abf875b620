import type { DraftJudge } from '../../blog/judging/draft-judge.ts';
import { textExtensions } from '../../blog/posts/file-kinds.ts';
import type { Post } from '../../blog/posts/post.ts';
import { readPost } from '../../blog/posts/read-post.ts';
import type { Files } from '../../project/files.ts';
import type { Project } from '../../project/project.ts';
import { readTextFile, UnreadableFault } from '../../project/text/read-text-file.ts';
import { findPosts, MissingInputFault } from '../corpus/find-posts.ts';
import { rejectionOf } from '../drafts/choose-texts.ts';
import type { JudgedFile, JudgeEvent } from '../events.ts';
import { type JudgeGiven, type JudgeSettings, judgeSettings } from '../settings/judge.ts';
import { checkSettings } from '../settings/settings-table.ts';
import { type BitsPerByteMeter, openMeter } from './bits-per-byte-meter.ts';
import { findKnownRun, openJudge } from './open-judge.ts';

/**
 * Judges texts by posts, and, if a run is known, by its models. Throws SettingFault, NoReferenceFault,
 * MissingInputFault, UnreadableFault, PostFault, and the faults of `findKnownRun`, `openJudge` and `openMeter`.
 */
export async function* judge(given: JudgeGiven, project: Project): AsyncGenerator<JudgeEvent, void, undefined> {
  const settings = checkSettings(judgeSettings, given);
  const run = await findKnownRun(project, settings);
  const texts = await readTexts(project.files, settings);
  const { judge: drafts, references } = yield* openJudge(project, settings.dataset, run, settings);
  const device = run === null ? null : await project.devices.open(settings);
  try {
    if (device !== null) yield device.event;
    const meter = device === null ? null : yield* openMeter(project, device.device, run!.after);
    const files: JudgedFile[] = [];
    for (const text of texts) {
      project.signal?.throwIfAborted();
      files.push(await judged(text, drafts, meter, settings.max_copied));
    }
    yield { type: 'judged', references, usual: drafts.usual, files };
  } finally {
    await device?.device.close();
  }
}

async function readTexts(disk: Files, { files, encoding }: JudgeSettings): Promise<Post[]> {
  const found = await findPosts(disk, files, { extensions: textExtensions });
  for (const { path, reason } of found.unread) throw new UnreadableFault(path, reason);
  if (found.files.length === 0) throw new MissingInputFault(`There is no text to judge in ${files.join(', ')}.`);
  return Promise.all(found.files.map(async ({ path }) => readPost(path, await readTextFile(disk, path, encoding))));
}

async function judged(
  post: Post,
  drafts: DraftJudge,
  meter: BitsPerByteMeter | null,
  max_copied: number | 'any',
): Promise<JudgedFile> {
  const alone = drafts.judge(post);
  const judgement = meter === null ? alone : drafts.withBitsPerByte(alone, await meter.of(post.body));
  return { path: post.source, judgement, isOver: rejectionOf(judgement, max_copied) !== null };
}
