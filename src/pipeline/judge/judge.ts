import { textExtensions } from '../../blog/posts/file-kinds.ts';
import type { Post } from '../../blog/posts/post.ts';
import { readPost } from '../../blog/posts/read-post.ts';
import type { Files } from '../../project/files.ts';
import type { Project } from '../../project/project.ts';
import { readTextFile, UnreadableFault } from '../../project/text/read-text-file.ts';
import { findPosts, MissingInputFault } from '../corpus/find-posts.ts';
import { rejectionOf } from '../drafts/choose-texts.ts';
import type { JudgedFile, JudgeEvent } from '../events/writing.ts';
import { type JudgeGiven, type JudgeSettings, judgeSettings } from '../settings/judge.ts';
import { checkSettings } from '../settings/settings-table.ts';
import { findKnownRun } from './open-judge.ts';
import { openScorer } from './open-scorer.ts';

/**
 * Judges texts by posts, and, if a run is known, by its models. Throws SettingFault, NoReferenceFault,
 * MissingInputFault, UnreadableFault, PostFault, and the faults of `findKnownRun` and `openScorer`.
 */
export async function* judge(given: JudgeGiven, project: Project): AsyncGenerator<JudgeEvent, void, undefined> {
  const settings = checkSettings(judgeSettings, given);
  const run = await findKnownRun(project, settings);
  const texts = await readTexts(project.files, settings);
  const scorer = yield* openScorer(project, { dataset: settings.dataset, run }, settings);
  try {
    const files: JudgedFile[] = [];
    for (const text of texts) {
      const judgement = await scorer.judge(text);
      files.push({ path: text.source, judgement, isOver: rejectionOf(judgement, settings.max_copied) !== null });
    }
    yield { type: 'judged', references: scorer.references, usual: scorer.usual, files };
  } finally {
    await scorer.close();
  }
}

async function readTexts(disk: Files, { files, encoding }: JudgeSettings): Promise<Post[]> {
  const found = await findPosts(disk, files, { extensions: textExtensions });
  for (const { path, reason } of found.unread) throw new UnreadableFault(path, reason);
  if (found.files.length === 0) throw new MissingInputFault(`There is no text to judge in ${files.join(', ')}.`);
  return Promise.all(found.files.map(async ({ path }) => readPost(path, await readTextFile(disk, path, encoding))));
}
