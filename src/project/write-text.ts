import type { CreateOptions, Files } from './files.ts';

/**
 * Writes a text file completely or not at all, by default replacing an existing file. Throws WriteFault, and
 * FileExistsFault if it must not overwrite.
 */
export async function writeText(
  files: Files,
  path: string,
  text: string,
  { overwrite = true, ...rest }: Partial<CreateOptions> = {},
): Promise<void> {
  const file = await files.create(path, { overwrite, ...rest });
  try {
    await file.write(new TextEncoder().encode(text));
    await file.commit();
  } finally {
    await file.discard();
  }
}
