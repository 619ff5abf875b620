import { readPost } from '../../blog/posts/read-post.ts';
import type { Journal, Publication } from '../../blog/publishing/journal.ts';
import type { Files } from '../../project/files.ts';
import { exists, folderOf, hasOwnFolder } from '../../project/paths.ts';
import type { Project } from '../../project/project.ts';
import { readTextFile } from '../../project/text/read-text-file.ts';
import type { PublishEvent } from '../events/publishing.ts';
import type { PublishSettings } from '../settings/publish.ts';
import { movesOf, ownPictures } from './own-pictures.ts';

export type GitSetting = PublishSettings['git'];

/** What delivering needs of a `PublishingDesk`. */
export interface DeliveringDesk {
  readonly journal: { readonly path: string };
  pathsOf(publication: Publication): { readonly draft: string; readonly post: string };
}

/**
 * Commits the last publication, and pushes it if `git` says so. Steps that the repository shows as done are skipped. Throws
 * GitFault and PushFault.
 */
export async function* deliver(
  { files, publishing }: Project,
  desk: DeliveringDesk,
  journal: Journal,
  git: GitSetting,
): AsyncGenerator<PublishEvent> {
  const last = journal.publications.findLast(({ state }) => state === 'published');
  if (git === 'none' || last === undefined) return;
  const { draft, post } = desk.pathsOf(last);
  // If the user has since moved or deleted the post, they commit that change themselves.
  if (!(await exists(files, post))) return;
  const repository = await publishing.repositoryAround(folderOf(post));
  const isDraftLeft = !(await exists(files, draft)) && (await repository.has(draft, 'HEAD'));
  if (isDraftLeft || !(await repository.has(post, 'HEAD'))) {
    const message = `Publish ${await titleOf(files, post)}`;
    if (!(await repository.commit(await pathsToCommit(files, post, draft, desk.journal.path), message))) {
      return yield { type: 'note', note: `${post} was not committed because git ignores it.` };
    }
    yield { type: 'committed', message };
  }
  if (git !== 'push' || (await repository.has(post, '@{upstream}'))) return;
  await repository.push();
  yield { type: 'pushed' };
}

/**
 * What changed when a file went to a path from another one: both files, each with its folder or its pictures, and the
 * journal.
 */
export async function pathsToCommit(files: Files, to: string, from: string, journal: string): Promise<string[]> {
  const own = await ownPictures(files, to);
  const before = movesOf(files, own, to, from).map((move) => move.to);
  return [withItsFolder(to), withItsFolder(from), journal, ...own.shared, ...own.beside, ...before];
}

/** A post in its own folder is committed with the folder, which also contains its pictures. */
export function withItsFolder(path: string): string {
  return hasOwnFolder(path) ? folderOf(path) : path;
}

export async function titleOf(files: Files, post: string): Promise<string> {
  const { title, slug } = readPost(post, await readTextFile(files, post, 'utf-8'));
  return `"${title ?? slug}"`;
}
