import { readFileName } from '../../blog/posts/file-name.ts';
import type { Files } from '../../project/files.ts';
import { exists } from '../../project/paths.ts';
import { findPosts } from '../corpus/find-posts.ts';

/** The slugs of all posts and drafts, including generated ones, in these files and folders. Other files are ignored. */
export async function takenSlugs(disk: Files, paths: readonly string[]): Promise<string[]> {
  const there: string[] = [];
  for (const path of paths) if (await exists(disk, path)) there.push(path);
  const { files } = await findPosts(disk, there);
  return files.map(({ path }) => readFileName(path).slug);
}
