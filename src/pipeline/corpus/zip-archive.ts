import { type Archive, type LeftOut, leftOut } from '../../blog/import/post-source.ts';
import type { ByteSource } from '../../engine/byte-source.ts';
import { readZipDirectory, readZipEntry, type ZipEntry, ZipFault } from '../../engine/tokens/zip.ts';
import type { Files } from '../../project/files.ts';
import { decodeText } from '../../project/text/decode-text.ts';
import { maxTextBytes } from '../../project/text/read-text-file.ts';
import { EncodingFault } from '../../project/text/strict-decoder.ts';

/** An archive over an open file. The caller closes it. */
export interface OpenArchive extends Archive {
  close(): Promise<void>;
}

/** Names that lead out of the archive. */
const escapingName = /(?:^|\/)\.\.?(?:\/|$)|^\/|^[a-z]:/i;
/** Files that macOS adds. */
const systemFile = /(?:^|\/)(?:__MACOSX|\.DS_Store)(?:\/|$)/i;

/** Largest entry that is unpacked. Posts are small; an entry that claims more is meant to fill the memory. */
const largestEntryBytes = maxTextBytes / 4;

/**
 * Opens a zip archive, whose files are read one by one. Its whole directory is checked before anything is unpacked: an
 * entry cannot unpack to more than it claims, nor claim more than its bytes can hold. Throws ZipFault.
 */
export async function openZip(files: Files, path: string): Promise<OpenArchive> {
  const source = await files.open(path);
  try {
    const entries = new Map<string, ZipEntry>();
    const unread: LeftOut[] = [];
    for (const entry of await readZipDirectory(source)) {
      // Some programs on Windows separate folders by backslashes.
      const name = entry.name.replaceAll('\\', '/');
      if (name.endsWith('/') || systemFile.test(name)) continue;
      if (escapingName.test(name)) unread.push(leftOut('other file', entry.name, 'its name leads out of the archive.'));
      else if (entries.has(name)) unread.push(leftOut('other file', name, 'another file has the same name.'));
      else entries.set(name, entry);
    }
    return {
      name: path,
      files: [...entries.keys()].sort((a, b) => (a < b ? -1 : 1)),
      unread,
      read: async (file) => textOf(source, entries.get(file)!),
      close: () => source.close(),
    };
  } catch (error) {
    await source.close();
    throw error;
  }
}

async function textOf(source: ByteSource, entry: ZipEntry): Promise<string | LeftOut> {
  const { name, bytes } = entry;
  if (bytes > largestEntryBytes) {
    return leftOut('broken', name, `it unpacks to ${bytes} bytes, and a post has at most ${largestEntryBytes}.`);
  }
  try {
    return decodeText(await readZipEntry(source, entry));
  } catch (error) {
    if (error instanceof ZipFault || error instanceof EncodingFault) return leftOut('broken', name, error.message);
    throw error;
  }
}
