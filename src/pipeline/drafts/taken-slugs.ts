import { readFileName } from '../../blog/posts/file-name.ts';
import { findPosts } from '../../node/files/find-posts.ts';
import { exists } from '../../node/files/paths.ts';

/** By which slugs the files in these files and folders are called: posts, drafts and generated ones. Others are passed over. */
export async function takenSlugs(paths: readonly string[]): Promise<string[]> {
  const there: string[] = [];
  for (const path of paths) if (await exists(path)) there.push(path);
  const { files } = await findPosts(there);
  return files.map(({ path }) => readFileName(path).slug);
}
