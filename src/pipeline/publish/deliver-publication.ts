import { readPost } from '../../blog/posts/read-post.ts';
import type { Journal } from '../../blog/publishing/journal.ts';
import { exists, folderOf } from '../../node/files/paths.ts';
import { readTextFile } from '../../node/files/read-text-file.ts';
import { GitRepository } from '../../node/publishing/git.ts';
import { hasOwnFolder } from '../../node/publishing/move-draft.ts';
import type { PublishSettings } from '../settings/publish.ts';
import type { PublishEvent } from './publish-events.ts';
import type { PublishingDesk } from './publishing-desk.ts';

export type GitSetting = PublishSettings['git'];

/**
 * Brings the last publication into the repository, and from there to where it belongs, as far as that has not happened
 * yet: the repository itself tells. Throws GitFault and PushFault.
 */
export async function* deliver(desk: PublishingDesk, journal: Journal, git: GitSetting): AsyncGenerator<PublishEvent> {
  const last = journal.publications.at(-1);
  if (git === 'none' || last === undefined) return;
  const { draft, post } = desk.pathsOf(last);
  // What somebody has taken away or renamed since is theirs to commit.
  if (!(await exists(post))) return;
  const repository = await GitRepository.around(folderOf(post));
  const isDraftLeft = !(await exists(draft)) && (await repository.has(draft, 'HEAD'));
  if (isDraftLeft || !(await repository.has(post, 'HEAD'))) {
    const message = `Publish ${await titleOf(post)}`;
    if (!(await repository.commit([withItsFolder(post), withItsFolder(draft), desk.journal.path], message))) {
      return yield { type: 'note', note: `${post} is not committed: git ignores it.` };
    }
    yield { type: 'committed', message };
  }
  if (git !== 'push' || (await repository.has(post, '@{upstream}'))) return;
  await repository.push();
  yield { type: 'pushed' };
}

/** The pictures of a post with a folder of its own are in it. */
function withItsFolder(path: string): string {
  return hasOwnFolder(path) ? folderOf(path) : path;
}

async function titleOf(post: string): Promise<string> {
  const { title, slug } = readPost(post, await readTextFile(post, 'utf-8'));
  return `"${title ?? slug}"`;
}
