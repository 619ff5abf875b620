import { upload } from './api.ts';
import type { NamedFile } from './named-file.ts';

/**
 * Sends what a person dropped or chose; resolves with its path as a source of posts: the file, or the folder that the files are
 * from. Throws ApiError.
 */
export async function uploadSource(files: readonly NamedFile[]): Promise<string> {
  const paths: string[] = [];
  for (const { name, file } of files) paths.push(await upload(name, file));
  const [first] = paths;
  // imports/<folder>/…
  return files.length === 1 ? first : first.split('/').slice(0, 2).join('/');
}
