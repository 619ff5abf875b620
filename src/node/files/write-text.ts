import { AtomicFile, type AtomicFileOptions } from './atomic-file.ts';

/**
 * Writes a text file, whole or not at all; by default in place of what is there. Throws WriteFault, and
 * FileExistsFault when it may not overwrite.
 */
export async function writeText(
  path: string,
  text: string,
  { overwrite = true, clears = true }: Partial<AtomicFileOptions> = {},
): Promise<void> {
  const file = await AtomicFile.create(path, { overwrite, clears });
  try {
    await file.write(new TextEncoder().encode(text));
    await file.commit();
  } finally {
    await file.discard();
  }
}
