import type { QueuedDraft } from '../../blog/publishing/queue.ts';
import { pathIn } from '../../project/paths.ts';
import type { Project } from '../../project/project.ts';
import type { PublishEvent } from '../events/publishing.ts';
import type { PublishSettings } from '../settings/publish.ts';
import { withItsFolder } from './deliver-publication.ts';
import { ownPictures } from './own-pictures.ts';

/** Commits new drafts with their pictures, and pushes them if `git` says so. Throws GitFault and PushFault. */
export async function* deliverDrafts(
  { files, publishing }: Project,
  queue: string,
  drafts: readonly QueuedDraft[],
  git: PublishSettings['git'],
): AsyncGenerator<PublishEvent> {
  if (git === 'none' || drafts.length === 0) return;
  const repository = await publishing.repositoryAround(queue);
  const message = drafts.length === 1 ? 'A new draft' : `${drafts.length} new drafts`;
  const paths: string[] = [];
  for (const { name } of drafts) {
    const draft = pathIn(queue, name);
    const { beside, shared } = await ownPictures(files, draft);
    paths.push(withItsFolder(draft), ...beside, ...shared);
  }
  if (!(await repository.commit(paths, message))) return;
  yield { type: 'committed', message };
  if (git !== 'push') return;
  await repository.push();
  yield { type: 'pushed' };
}
