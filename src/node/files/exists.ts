import { access } from 'node:fs/promises';

/** Whether there is anything at a path; false for a link whose target is missing. */
export async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
