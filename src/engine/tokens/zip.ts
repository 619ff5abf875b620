/**
 * Zip archives, read at random and written in one go (PKWARE's APPNOTE 6.3). All numbers little-endian.
 *
 *   for each entry        local header: 'PK\3\4' … name length at 26, extra length at 28, then name, extra;
 *                         content, stored (method 0) or deflated (8)
 *   for each entry        directory header: 'PK\1\2', flags 8, method 10, CRC-32 16, bytes in the archive 20,
 *                         bytes 24, name length 28, extra length 30, comment length 32, local header at 42, name 46
 *   [end of directory 64] 'PK\6\6', entries 32, directory bytes 40, directory offset 48   needed only where 16
 *   [its locator]         'PK\6\7', offset of the former 8                                 or 32 bits are too few
 *   end of directory      'PK\5\6', entries 10, directory bytes 12, directory offset 16, comment length 20
 *
 * Written: deflated, sizes known beforehand, no 64-bit records, dates fixed so that equal content gives equal bytes.
 */
import { Deflate, inflateSync } from 'fflate';
import { Fault } from '../../fault.ts';
import type { ByteSource } from '../byte-source.ts';

/** An archive that is cut short, damaged, or of an unsupported kind. */
export class ZipFault extends Fault {
  override readonly code: string = 'zip';
}

export interface ZipEntry {
  readonly name: string;
  readonly deflated: boolean;
  readonly crc: number;
  readonly archivedBytes: number;
  readonly bytes: number;
  readonly headerOffset: number;
  /** Where the entries end and the directory begins. */
  readonly limit: number;
}

const LOCAL = 0x04034b50;
const DIRECTORY = 0x02014b50;
const END_64 = 0x06064b50;
const LOCATOR_64 = 0x07064b50;
const END = 0x06054b50;

const LOCAL_BYTES = 30;
const DIRECTORY_BYTES = 46;
const END_64_BYTES = 56;
const LOCATOR_64_BYTES = 20;
const END_BYTES = 22;

/** A comment may follow the end record, and its length has 16 bits. */
const LONGEST_COMMENT_BYTES = 2 ** 16 - 1;
/** An entry is one array in memory, and 2 GiB is what every JavaScript engine can hold in one. */
const LARGEST_ENTRY_BYTES = 2 ** 31;
/** No deflated byte expands to more (a match of 258 bytes takes two bits): a larger claim is false. */
const LARGEST_DEFLATE_RATIO = 1032;
/** What unpacks to no more than this does no harm, however it is packed. */
const SMALL_ENTRY_BYTES = 2 ** 20;
/** What is larger and packed further is a bomb: ids of tokens, however often they repeat, are packed to a twentieth. */
const LARGEST_LARGE_RATIO = 200;
/** Names and headers of 2^18 entries: far more chunks than any corpus has. */
const LARGEST_DIRECTORY_BYTES = 2 ** 25;

/** The entries of an archive, as its directory lists them. Throws ZipFault. */
export async function readZipDirectory(source: ByteSource): Promise<ZipEntry[]> {
  const { entries, offset, end } = await findDirectory(source);
  if (offset > end || end - offset > LARGEST_DIRECTORY_BYTES) throw damaged(source, 'its directory cannot be so large');
  const directory = view(await source.read(offset, end - offset));
  const found: ZipEntry[] = [];
  let at = 0;
  for (let i = 0; i < entries; i++) {
    const next = at + directoryHeaderBytes(directory, at);
    if (next > directory.byteLength) throw damaged(source, `its directory ends within entry ${i + 1} of ${entries}`);
    found.push(parseEntry(source, view(bytesOf(directory, at, next - at)), offset));
    at = next;
  }
  if (at !== directory.byteLength) throw damaged(source, `its directory does not end after ${entries} entries`);
  const archivedBytes = found.reduce((sum, entry) => sum + LOCAL_BYTES + entry.archivedBytes, 0);
  if (archivedBytes > offset) throw damaged(source, 'its entries claim more bytes than it has');
  return found;
}

/** The content of an entry, its checksum verified. Throws ZipFault. */
export async function readZipEntry(source: ByteSource, entry: ZipEntry): Promise<Uint8Array> {
  const wrong = (what: string, cause?: unknown) => damaged(source, `entry "${entry.name}" ${what}`, cause);
  const { bytes, archivedBytes } = entry;
  if (bytes > Math.max(SMALL_ENTRY_BYTES, archivedBytes * LARGEST_LARGE_RATIO))
    throw wrong(cannotHold(bytes, archivedBytes));
  const archived = await source.read(await zipEntryOffset(source, entry), archivedBytes);
  let content = archived;
  if (entry.deflated) {
    try {
      content = inflateSync(archived, { out: new Uint8Array(bytes) });
    } catch (cause) {
      throw wrong(`cannot be inflated (${(cause as Error).message})`, cause);
    }
  }
  if (content.byteLength !== bytes || crc32(content) !== entry.crc) throw wrong('does not have its checksum');
  return content;
}

/** Where the bytes of an entry begin, all of which are within the archive. Throws ZipFault. */
export async function zipEntryOffset(source: ByteSource, entry: ZipEntry): Promise<number> {
  const wrong = (what: string) => damaged(source, `entry "${entry.name}" ${what}`);
  const outside = () => wrong('is outside the archive');
  if (entry.headerOffset + LOCAL_BYTES > entry.limit) throw outside();
  const header = view(await source.read(entry.headerOffset, LOCAL_BYTES));
  if (header.getUint32(0, true) !== LOCAL) throw wrong('does not begin where the directory says');
  const nameBytes = header.getUint16(26, true);
  const start = entry.headerOffset + LOCAL_BYTES + nameBytes + header.getUint16(28, true);
  if (start + entry.archivedBytes > entry.limit) throw outside();
  const name = new TextDecoder().decode(await source.read(entry.headerOffset + LOCAL_BYTES, nameBytes));
  if (name !== entry.name) throw wrong(`calls itself "${name}"`);
  return start;
}

/** Writes an archive entry by entry; what it holds in memory is one deflated entry and the directory. */
export class ZipWriter {
  readonly #write: (bytes: Uint8Array) => void | Promise<void>;
  readonly #directory: Uint8Array[] = [];
  #offset = 0;

  /** `write` gets the archive's bytes in order and is waited for. */
  constructor(write: (bytes: Uint8Array) => void | Promise<void>) {
    this.#write = write;
  }

  /** Adds an entry, whose content may be given in parts. Throws ZipFault where the archive would need 64-bit records. */
  async add(entryName: string, content: Iterable<Uint8Array>): Promise<void> {
    const archived: Uint8Array[] = [];
    const deflate = new Deflate({ level: 6 }, (part) => archived.push(part));
    let crc = 0;
    let bytes = 0;
    for (const part of content) {
      crc = crc32(part, crc);
      bytes += part.byteLength;
      deflate.push(part);
    }
    deflate.push(new Uint8Array(0), true);
    const archivedBytes = archived.reduce((sum, part) => sum + part.byteLength, 0);
    const name = new TextEncoder().encode(entryName);
    if (Math.max(bytes, this.#offset + archivedBytes + 2 ** 16) >= 2 ** 32 || this.#directory.length >= 2 ** 16 - 2) {
      throw new ZipFault(
        `"${entryName}" does not fit: an archive here ends at 4 GiB and 65,534 entries. ` +
          'Write several files, or fewer and larger chunks.',
      );
    }
    // Flag 11: the name is UTF-8. 0x21: 1 January 1980, the first day there is.
    const shared = fields([2, 20], [2, 1 << 11], [2, 8], [2, 0], [2, 0x21], [4, crc], [4, archivedBytes], [4, bytes]);
    const headerOffset = this.#offset;
    await this.#put(fields([4, LOCAL]), shared, fields([2, name.byteLength], [2, 0]), name, ...archived);
    const place = fields([2, name.byteLength], [2, 0], [2, 0], [2, 0], [2, 0], [4, 0], [4, headerOffset]);
    this.#directory.push(join([fields([4, DIRECTORY], [2, 20]), shared, place, name]));
  }

  /** Writes the directory; nothing can be added afterwards. */
  async finish(): Promise<void> {
    const entries = this.#directory.length;
    const start = this.#offset;
    await this.#put(...this.#directory);
    const bytes = this.#offset - start;
    await this.#put(fields([4, END], [2, 0], [2, 0], [2, entries], [2, entries], [4, bytes], [4, start], [2, 0]));
  }

  async #put(...parts: Uint8Array[]): Promise<void> {
    for (const part of parts) {
      await this.#write(part);
      this.#offset += part.byteLength;
    }
  }
}

/** Where the directory is, and how many entries it should have. */
async function findDirectory(source: ByteSource): Promise<{ entries: number; offset: number; end: number }> {
  const tailBytes = Math.min(source.byteLength, END_BYTES + LONGEST_COMMENT_BYTES);
  const tailOffset = source.byteLength - tailBytes;
  const tail = view(await source.read(tailOffset, tailBytes));
  let at = tailBytes - END_BYTES;
  // The end record is the one whose comment reaches exactly to the end of the file.
  while (
    at >= 0 &&
    !(tail.getUint32(at, true) === END && tail.getUint16(at + 20, true) === tailBytes - END_BYTES - at)
  ) {
    at--;
  }
  if (at < 0) throw damaged(source, 'it does not end as an archive does');
  if (tail.getUint32(at + 4, true) !== 0) throw damaged(source, 'it is a part of a divided archive');
  const entries = tail.getUint16(at + 10, true);
  const bytes = tail.getUint32(at + 12, true);
  const offset = tail.getUint32(at + 16, true);
  const end = tailOffset + at;
  if (entries === 0xffff || bytes === 0xffffffff || offset === 0xffffffff) return findDirectory64(source, end);
  // Some writers (PyTorch) add the records of 64 bits also where 32 would do.
  const locatorAt = at - LOCATOR_64_BYTES;
  const isLocated = locatorAt >= 0 && tail.getUint32(locatorAt, true) === LOCATOR_64;
  if (offset + bytes !== end && isLocated) return findDirectory64(source, end);
  if (offset + bytes !== end || tail.getUint16(at + 8, true) !== entries) throw misplaced(source);
  return { entries, offset, end };
}

async function findDirectory64(
  source: ByteSource,
  end: number,
): Promise<{ entries: number; offset: number; end: number }> {
  const locatorOffset = end - LOCATOR_64_BYTES;
  if (locatorOffset < END_64_BYTES) throw misplaced(source);
  const locator = view(await source.read(locatorOffset, LOCATOR_64_BYTES));
  const recordOffset = integer64(locator, 8);
  if (locator.getUint32(0, true) !== LOCATOR_64 || recordOffset > locatorOffset - END_64_BYTES) throw misplaced(source);
  const record = view(await source.read(recordOffset, END_64_BYTES));
  const offset = integer64(record, 48);
  if (record.getUint32(0, true) !== END_64 || offset + integer64(record, 40) !== recordOffset) throw misplaced(source);
  return { entries: integer64(record, 32), offset, end: recordOffset };
}

/** Whole length of the directory header at `at`; past the end if there is none. */
function directoryHeaderBytes(directory: DataView, at: number): number {
  if (at + DIRECTORY_BYTES > directory.byteLength || directory.getUint32(at, true) !== DIRECTORY) {
    return Number.POSITIVE_INFINITY;
  }
  const lengths = [28, 30, 32].map((field) => directory.getUint16(at + field, true));
  return lengths.reduce((sum, bytes) => sum + bytes, DIRECTORY_BYTES);
}

function parseEntry(source: ByteSource, header: DataView, limit: number): ZipEntry {
  const nameBytes = header.getUint16(28, true);
  const name = new TextDecoder().decode(bytesOf(header, DIRECTORY_BYTES, nameBytes));
  const wrong = (what: string) => damaged(source, `entry "${name}" ${what}`);
  const method = header.getUint16(10, true);
  if ((header.getUint16(8, true) & 1) !== 0) throw wrong('is encrypted');
  if (method !== 0 && method !== 8)
    throw wrong(`is compressed by method ${method}, neither stored (0) nor deflated (8)`);
  const extra = view(bytesOf(header, DIRECTORY_BYTES + nameBytes, header.getUint16(30, true)));
  const [bytes, archivedBytes, headerOffset] = widen(
    extra,
    [24, 20, 42].map((field) => header.getUint32(field, true)),
  );
  if (bytes > LARGEST_ENTRY_BYTES)
    throw wrong(`claims ${bytes} bytes; at most ${LARGEST_ENTRY_BYTES} are read at once`);
  const most = method === 8 ? archivedBytes * LARGEST_DEFLATE_RATIO : archivedBytes;
  if (bytes > most || (method === 0 && bytes !== archivedBytes)) throw wrong(cannotHold(bytes, archivedBytes));
  return { name, deflated: method === 8, crc: header.getUint32(16, true), archivedBytes, bytes, headerOffset, limit };
}

/** Numbers of 32 bits; those that are all ones are in the extra field with id 1 instead, as 64 bits, in the same order. */
function widen(extra: DataView, numbers: readonly number[]): number[] {
  let at = 0;
  while (at + 4 <= extra.byteLength && extra.getUint16(at, true) !== 1) at += 4 + extra.getUint16(at + 2, true);
  at += 4;
  return numbers.map((number) => {
    if (number !== 0xffffffff || at + 8 > extra.byteLength) return number;
    at += 8;
    return integer64(extra, at - 8);
  });
}

function cannotHold(bytes: number, archivedBytes: number): string {
  return `claims ${bytes} bytes, which its ${archivedBytes} in the archive cannot hold`;
}

function misplaced(source: ByteSource): ZipFault {
  return damaged(source, 'its directory is not where its end says');
}

function damaged(source: ByteSource, what: string, cause?: unknown): ZipFault {
  return new ZipFault(`${source.name} is not a complete zip archive: ${what}.`, { cause });
}

function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function bytesOf(from: DataView, offset: number, bytes: number): Uint8Array {
  return new Uint8Array(from.buffer, from.byteOffset + offset, bytes);
}

/** Exact up to 2^53; beyond, still larger than any file. */
function integer64(from: DataView, offset: number): number {
  return from.getUint32(offset + 4, true) * 2 ** 32 + from.getUint32(offset, true);
}

/** Numbers of two or four bytes, one after the other. */
function fields(...numbers: readonly (readonly [bytes: 2 | 4, value: number])[]): Uint8Array {
  return join(
    numbers.map(([bytes, value]) => Uint8Array.from({ length: bytes }, (_, byte) => (value >>> (8 * byte)) & 0xff)),
  );
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.byteLength, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.byteLength;
  }
  return whole;
}

/** Remainder of each byte under the reversed polynomial 0xEDB88320. */
const crcOfByte = Int32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ ((crc & 1) * 0xedb88320);
  return crc;
});

/** CRC-32 of some bytes, or of earlier ones with checksum `crc` and these together. */
function crc32(bytes: Uint8Array, crc = 0): number {
  let rest = ~crc;
  for (let i = 0; i < bytes.length; i++) rest = crcOfByte[(rest ^ bytes[i]) & 0xff] ^ (rest >>> 8);
  return ~rest >>> 0;
}
