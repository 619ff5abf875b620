import { describeReadError } from '../describe-read-error.ts';
import type { Files } from '../files.ts';
import { exists } from '../paths.ts';
import { writeText } from '../write-text.ts';
import { UnreadableFault } from './read-text-file.ts';

/** The text of a UTF-8 file, character by character: encoded again, it gives the same bytes. Throws UnreadableFault. */
export async function exactText(files: Files, path: string): Promise<string> {
  if (!(await exists(files, path))) throw new UnreadableFault(path, 'there is no such file.');
  let bytes: Uint8Array;
  try {
    bytes = await files.read(path);
  } catch (cause) {
    throw new UnreadableFault(path, describeReadError(cause), { cause });
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new UnreadableFault(path, 'it is not text in UTF-8; save it as UTF-8.', { cause });
  }
}

/** Replaces the text of a file completely or not at all; a link stays a link. Throws WriteFault. */
export async function replaceText(files: Files, path: string, text: string): Promise<void> {
  await writeText(files, await files.realPath(path), text);
}
