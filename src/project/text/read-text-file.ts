import { Fault } from '../../fault.ts';
import { describeReadError } from '../describe-read-error.ts';
import type { Files } from '../files.ts';
import { type DecodedText, decodeWhole } from './decode-text.ts';
import { EncodingFault } from './strict-decoder.ts';

/** A file could not be read as text. */
export class UnreadableFault extends Fault {
  override readonly code: string = 'unreadable';

  /** The reason, without the path. */
  readonly reason: string;

  constructor(path: string, reason: string, options?: { cause?: unknown }) {
    super(`${path} cannot be read: ${reason}`, options);
    this.reason = reason;
  }
}

/** Largest file read as a post. A larger one is something else, and would fill the memory. */
export const maxTextBytes = 2 ** 28;

/** Reads a file and decodes it as `decodeText` does. Throws UnreadableFault. */
export async function readTextFile(files: Files, path: string, encoding: string): Promise<string> {
  return (await readWholeText(files, path, encoding)).text;
}

/** The same, including the encoding it was decoded from. Throws UnreadableFault. */
export async function readWholeText(files: Files, path: string, encoding: string): Promise<DecodedText> {
  try {
    return decodeWhole(await readBytes(files, path), encoding);
  } catch (cause) {
    if (cause instanceof UnreadableFault) throw cause;
    if (cause instanceof EncodingFault) throw new UnreadableFault(path, cause.message, { cause });
    throw new UnreadableFault(path, describeReadError(cause), { cause });
  }
}

async function readBytes(files: Files, path: string): Promise<Uint8Array> {
  const { bytes } = await files.stat(path);
  if (bytes > maxTextBytes)
    throw new UnreadableFault(path, `it has ${bytes} bytes, and posts may have at most ${maxTextBytes}.`);
  return files.read(path);
}
