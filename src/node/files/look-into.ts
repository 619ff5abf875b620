import { open } from 'node:fs/promises';
import { markedEncoding } from './read-text.ts';

/** The beginning of a file, to see what it is. */
export interface FileHead {
  readonly bytes: number;
  /** As text, whatever the bytes are. */
  readonly text: string;
  /** The encoding that the file itself tells, by a byte order mark or in its XML declaration; null for none. */
  readonly encoding: string | null;
  readonly isZip: boolean;
}

/** Namespaces and the first keys of JSON stand well within. */
const headBytes = 2 ** 16;

/** Null for what is no ordinary file, or cannot be read. */
export async function lookInto(path: string): Promise<FileHead | null> {
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
  const marked = markedEncoding(start);
  const text = new TextDecoder(marked ?? 'utf-8').decode(start.subarray(0, headBytes));
  const declared = /^\s*<\?xml\b[^>]*?\bencoding\s*=\s*["']([\w.:-]+)["']/.exec(text)?.[1];
  return { bytes, text, encoding: marked ?? declared ?? null, isZip: isZip(start) };
}

/** 'PK', and the mark of a first entry, or of an archive without any. */
function isZip([p, k, third, fourth]: Uint8Array): boolean {
  return p === 0x50 && k === 0x4b && ((third === 3 && fourth === 4) || (third === 5 && fourth === 6));
}
