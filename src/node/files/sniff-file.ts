import { open } from 'node:fs/promises';
import { declaredEncoding, encodingByZeros, markedEncoding } from './declared-encoding.ts';
import { decoderFor } from './strict-decoder.ts';

/** The beginning of a file, to see what it is. */
export interface FileHead {
  readonly bytes: number;
  /** As text, whatever the bytes are. */
  readonly text: string;
  /** The encoding that the file itself tells, by a byte order mark, the zeros of UTF-16 and UTF-32, or its declaration; null for none. */
  readonly encoding: string | null;
  readonly isZip: boolean;
}

/** Namespaces and the first keys of JSON stand well within. */
const headBytes = 2 ** 16;

/** Null for what is no ordinary file, or cannot be read. */
export async function sniffFile(path: string): Promise<FileHead | null> {
  const file = await open(path).catch(() => null);
  try {
    const stats = await file?.stat();
    if (file === null || stats?.isFile() !== true) return null;
    const buffer = new Uint8Array(Math.min(headBytes, stats.size));
    const { bytesRead } = await file.read(buffer, 0, buffer.byteLength, 0);
    return headOf(buffer.subarray(0, bytesRead), stats.size);
  } finally {
    await file?.close();
  }
}

/** The same of bytes in memory. */
export function headOf(start: Uint8Array, bytes: number): FileHead {
  const encoding = markedEncoding(start) ?? encodingByZeros(start) ?? declaredEncoding(start);
  return { bytes, text: textOf(start.subarray(0, headBytes), encoding ?? 'utf-8'), encoding, isZip: isZip(start) };
}

/** A head may be cut within a character, or be no text at all. */
function textOf(bytes: Uint8Array, encoding: string): string {
  try {
    return decoderFor(encoding).decode(bytes, { stream: true });
  } catch {
    return new TextDecoder().decode(bytes);
  }
}

/** 'PK', and the mark of a first entry, or of an archive without any. */
function isZip([p, k, third, fourth]: Uint8Array): boolean {
  return p === 0x50 && k === 0x4b && ((third === 3 && fourth === 4) || (third === 5 && fourth === 6));
}
