import { readPost } from '../../blog/posts/read-post.ts';
import type { Publication } from '../../blog/publishing/journal.ts';
import { exists, folderOf } from '../../project/paths.ts';
import type { Project } from '../../project/project.ts';
import { readTextFile } from '../../project/text/read-text-file.ts';
import type { UnpublishEvent } from '../events/publishing.ts';
import { type GitSetting, pathsToCommit } from '../publish/deliver-publication.ts';
import type { Withdrawals } from './withdrawal.ts';

/** Commits that a post was taken back, and pushes it if `git` says so. Throws GitFault and PushFault. */
export async function* deliverWithdrawal(
  { files, publishing }: Project,
  withdrawals: Withdrawals,
  publication: Publication,
  git: GitSetting,
): AsyncGenerator<UnpublishEvent, void, undefined> {
  if (git === 'none') return;
  const { draft, post } = withdrawals.pathsOf(publication);
  const repository = await publishing.repositoryAround(folderOf(withdrawals.journal.path));
  const isThere = await exists(files, draft);
  const title = isThere ? readPost(draft, await readTextFile(files, draft, 'utf-8')).title : null;
  const message = `Unpublish "${title ?? publication.slug}"`;
  if (await repository.commit(await pathsToCommit(files, draft, post, withdrawals.journal.path), message)) {
    yield { type: 'committed', message };
  } else if (await repository.has(post, 'HEAD')) {
    return yield { type: 'note', note: `${draft} was not committed because git ignores it.` };
  }
  if (git !== 'push') return;
  await repository.push();
  yield { type: 'pushed' };
}

/** Whether the last commit, or what was pushed, still has a post that was taken back: an earlier call was cut off. */
export async function isUndelivered(
  { files, publishing }: Project,
  withdrawals: Withdrawals,
  publication: Publication,
  git: GitSetting,
): Promise<boolean> {
  const { post } = withdrawals.pathsOf(publication);
  if (git === 'none' || (await exists(files, post))) return false;
  const repository = await publishing.repositoryAround(folderOf(withdrawals.journal.path));
  return (await repository.has(post, 'HEAD')) || (git === 'push' && (await repository.has(post, '@{upstream}')));
}
