import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { getHFHubCachePath, getRepoFolderName } from '@huggingface/hub';
import type { RemoteModel } from '../../../project/remote-model.ts';

/**
 * A model's folder in the cache of Hugging Face's other software, at HF_HUB_CACHE or below HF_HOME. It is never written to.
 *
 *   models--<owner>--<name>/
 *     refs/<revision>             text: a commit
 *     snapshots/<commit>/<file>   a link to a blob
 *     blobs/<checksum>            the content
 */
function repositoryFolder(repository: string): string {
  return join(getHFHubCachePath(), getRepoFolderName({ type: 'model', name: repository }));
}

/** The repositories of models in the cache. */
export async function cachedRepositories(): Promise<string[]> {
  const names = await readdir(getHFHubCachePath()).catch(() => []);
  return names.flatMap((name) => /^models--(.+?)--(.+)$/.exec(name)?.slice(1).join('/') ?? []).sort();
}

/** The path of a file in the cache, by its checksum; null if it is missing or incomplete. */
export async function cachedFile(repository: string, checksum: string, bytes: number): Promise<string | null> {
  const path = join(repositoryFolder(repository), 'blobs', checksum);
  return stat(path).then(
    ({ size }) => (size === bytes ? path : null),
    () => null,
  );
}

/** The folder of the commit to which a model's revision pointed when it was cached; null if it was not. */
export async function cachedSnapshot({ repository, revision }: RemoteModel): Promise<string | null> {
  const folder = repositoryFolder(repository);
  const named = await readFile(join(folder, 'refs', revision ?? 'main'), 'utf8').catch(() => revision ?? '');
  const commit = named.trim();
  if (!/^[0-9a-f]{40}$/.test(commit)) return null;
  const snapshot = join(folder, 'snapshots', commit);
  return stat(snapshot).then(
    () => snapshot,
    () => null,
  );
}
