import { Zip, ZipPassThrough } from 'fflate';
import { basename, join } from 'pathe';
import type { Files } from '../../project/files.ts';
import { treeBytes } from '../../project/tree-bytes.ts';
import { RefusedRequest } from '../server/refusal.ts';

/** Where an archive without 64-bit records ends, which every program can unpack, with room for its directory. */
const MOST_BYTES = 2 ** 32 - 2 ** 20;

/**
 * Writes a folder into an archive, below its own name, file by file in pieces: one piece at a time is in memory. Nothing is
 * compressed, since weights hardly can be. Throws RefusedRequest for a folder of more than 4 GB, FileExistsFault and WriteFault.
 */
export async function zipFolder(files: Files, folder: string, out: string): Promise<void> {
  const bytes = await treeBytes(files, folder);
  if (bytes > MOST_BYTES) {
    throw new RefusedRequest(413, 'too-large', `${folder} is larger than 4 GB; choose a smaller number format.`);
  }
  const file = await files.create(out, { overwrite: false });
  try {
    let pieces: Uint8Array[] = [];
    const zip = new Zip((error, piece) => {
      if (error !== null) throw error;
      pieces.push(piece);
    });
    const flush = async () => {
      for (const piece of pieces) await file.write(piece);
      pieces = [];
    };
    for await (const name of namesIn(files, folder)) {
      const entry = new ZipPassThrough(`${basename(folder)}/${name}`);
      zip.add(entry);
      for await (const piece of files.stream(join(folder, name))) {
        entry.push(piece);
        await flush();
      }
      entry.push(new Uint8Array(0), true);
    }
    zip.end();
    await flush();
    await file.commit();
  } finally {
    await file.discard();
  }
}

/** The paths of all files in a folder and below, relative to it. */
async function* namesIn(files: Files, folder: string): AsyncGenerator<string, void, undefined> {
  for (const { name, kind } of await files.list(folder)) {
    if (kind === 'file') yield name;
    else if (kind === 'folder') {
      for await (const below of namesIn(files, join(folder, name))) yield `${name}/${below}`;
    }
  }
}
