import { FileExistsFault } from './file-faults.ts';
import type { Files } from './files.ts';
import { exists } from './paths.ts';

/** Throws FileExistsFault if something exists at a path. */
export async function refuseExisting(files: Files, path: string): Promise<void> {
  if (await exists(files, path))
    throw new FileExistsFault(`${path} already exists and was left unchanged; give another name.`);
}
