import type { Files } from '../../project/files.ts';
import { declaredEncoding, encodingByZeros, markedEncoding } from '../../project/text/declared-encoding.ts';
import { decoderFor } from '../../project/text/strict-decoder.ts';

/** The beginning of a file, from which its kind is recognised. */
export interface FileHead {
  readonly bytes: number;
  /** The bytes decoded as text, even if they are not text. */
  readonly text: string;
  /**
   * The encoding that the file declares, by a byte order mark, the zeros of UTF-16 and UTF-32, or its declaration; null
   * for none.
   */
  readonly encoding: string | null;
  readonly isZip: boolean;
}

/** Namespaces and the first keys of JSON are well within this. */
const headBytes = 2 ** 16;

/** Null if it is not an ordinary file, or cannot be read. */
export async function sniffFile(files: Files, path: string): Promise<FileHead | null> {
  const status = await files.stat(path).catch(() => null);
  if (status?.kind !== 'file') return null;
  const file = await files.open(path).catch(() => null);
  if (file === null) return null;
  try {
    return headOf(await file.read(0, Math.min(headBytes, file.byteLength)), file.byteLength);
  } finally {
    await file.close();
  }
}

/** The same for bytes in memory; `bytes` is the size of the whole file. */
export function headOf(start: Uint8Array, bytes: number): FileHead {
  const encoding = markedEncoding(start) ?? encodingByZeros(start) ?? declaredEncoding(start);
  return { bytes, text: textOf(start.subarray(0, headBytes), encoding ?? 'utf-8'), encoding, isZip: isZip(start) };
}

/** A head may end within a character, or not be text at all. */
function textOf(bytes: Uint8Array, encoding: string): string {
  try {
    return decoderFor(encoding).decode(bytes, { stream: true });
  } catch {
    return new TextDecoder().decode(bytes);
  }
}

/** 'PK', then the signature of a first entry, or of an empty archive. */
function isZip([p, k, third, fourth]: Uint8Array): boolean {
  return p === 0x50 && k === 0x4b && ((third === 3 && fourth === 4) || (third === 5 && fourth === 6));
}
