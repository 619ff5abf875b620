import { crc32 } from 'node:zlib';
import { joined, type Mutation, mutateBytes, pick } from './bytes.ts';
import { changeOne, mutateList } from './lists.ts';

interface Entry {
  readonly name: Uint8Array;
  readonly content: Uint8Array;
}

/** Damages what is in a zip archive of stored entries, whose checksums and places are right again. */
export function mutateArchive(mutateEntry: Mutation): Mutation {
  return (random, content, others) => {
    const entries = unzip(content);
    if (entries === null) return null;
    const other = unzip(pick(random, others)) ?? entries;
    const way = random.below(10);
    if (way === 0) return zip(mutateList(random, entries, other));
    const changed = changeOne(random, entries, (entry) => {
      const part = way === 1 ? 'name' : 'content';
      const mutation = way === 1 || way === 2 ? mutateBytes : mutateEntry;
      const bytes = mutation(random, entry[part], [entry[part], ...other.map((entry) => entry[part])]);
      return bytes === null ? null : { ...entry, [part]: bytes };
    });
    return changed === null ? null : zip(changed);
  };
}

/** The entries of an archive in which all are stored; null where that cannot be seen. */
function unzip(content: Uint8Array): Entry[] | null {
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
  const entries: Entry[] = [];
  let at = 0;
  for (; at + 30 <= content.length && view.getUint32(at, true) === 0x04034b50; ) {
    const [nameBytes, extraBytes, flags] = [26, 28, 6].map((field) => view.getUint16(at + field, true));
    const nameAt = at + 30;
    const contentAt = nameAt + nameBytes + extraBytes;
    // PyTorch writes the sizes behind the content too, where bit 3 says so.
    const end = contentAt + view.getUint32(at + 18, true);
    if (end > content.length || view.getUint16(at + 8, true) !== 0) return null;
    entries.push({ name: content.slice(nameAt, nameAt + nameBytes), content: content.slice(contentAt, end) });
    at = end + ((flags & 8) === 0 ? 0 : 16);
  }
  return entries.length === 0 ? null : entries;
}

/** An archive of stored entries. */
export function zip(entries: readonly Entry[]): Uint8Array {
  const locals: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const { name, content } of entries) {
    const shared = Buffer.alloc(26);
    shared.writeUInt16LE(20, 0);
    shared.writeUInt32LE(crc32(content), 10);
    shared.writeUInt32LE(content.length, 14);
    shared.writeUInt32LE(content.length, 18);
    shared.writeUInt16LE(Math.min(name.length, 0xffff), 22);
    const local = joined([Buffer.from('PK\x03\x04'), shared, name, content]);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    directory.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), shared, place, name);
    locals.push(local);
    offset += local.length;
  }
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(entries.length & 0xffff, 8);
  end.writeUInt16LE(entries.length & 0xffff, 10);
  end.writeUInt32LE(joined(directory).length, 12);
  end.writeUInt32LE(offset, 16);
  return joined([...locals, ...directory, end]);
}
