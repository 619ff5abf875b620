/**
 * The sorted table of keys and values that LevelDB and TensorFlow store (LevelDB's doc/table_format.md):
 *
 *   blocks     each: its content, one byte for the compression (0: none, 1: snappy), four for the masked CRC-32C of both
 *   footer     the last 48 bytes: place of the block about blocks (not used here), place of the index, zeros up to
 *              byte 40, then the magic 57 fb 80 8b 24 75 47 db; a place is two varints, offset and bytes
 *   content    entries, then the four-byte offsets of those that share nothing, then how many these are
 *   an entry   three varints: how many bytes of the key before it shares, how many more its key has, how many its
 *              value; then both
 *   index      a block whose values are places of blocks, its keys not before the last ones of theirs
 */

import { fixed32, ProtoError, readVarint, varint } from '../protobuf.ts';
import { maskedCrc32c } from './crc32c.ts';

const FOOTER_BYTES = 48;
const MAGIC = [0x57, 0xfb, 0x80, 0x8b, 0x24, 0x75, 0x47, 0xdb];
const TRAILER_BYTES = 5;
/** At least one entry in this many shares nothing, so that a reader can start there. */
const RESTART_INTERVAL = 16;

/** Each entry may share a whole key with the one before: without a limit, a small table could expand into a huge one. */
const LONGEST_KEY_BYTES = 512;

/** An invalid table; the caller says where. */
export class TableError extends Error {}

/** The entries of a table in the order of their keys, which are UTF-8. Throws TableError. */
export function parseTable(table: Uint8Array): [key: string, value: Uint8Array][] {
  try {
    const footer = table.subarray(-FOOTER_BYTES);
    if (table.length < FOOTER_BYTES || MAGIC.some((byte, i) => footer[40 + i] !== byte)) {
      throw new TableError('does not end as an index of TensorFlow does');
    }
    const { end } = parsePlace(footer, 0);
    const entries: [string, Uint8Array][] = [];
    let before = '';
    let placed = 0;
    for (const [, place] of parseBlock(blockAt(table, parsePlace(footer, end)))) {
      const { offset, bytes } = parsePlace(place, 0);
      // Blocks that repeat, or go backwards, would let a small file expand into any number of entries.
      if (offset < placed) throw new TableError(`has a block at ${offset}, before the end of another`);
      placed = offset + bytes + TRAILER_BYTES;
      for (const [key, value] of parseBlock(blockAt(table, { offset, bytes }))) {
        const name = new TextDecoder('utf-8', { fatal: true }).decode(key);
        if (entries.length > 0 && name <= before) throw new TableError(`holds "${name}" after "${before}"`);
        entries.push([name, value]);
        before = name;
      }
    }
    return entries;
  } catch (error) {
    if (error instanceof TableError) throw error;
    // A number without an end, or a key that is not valid text.
    if (error instanceof ProtoError || error instanceof TypeError) {
      throw new TableError(`is damaged: ${error.message}`, { cause: error });
    }
    throw error;
  }
}

/** A table of these entries, which are sorted by their keys. */
export function formatTable(entries: readonly (readonly [key: string, value: readonly number[]])[]): Uint8Array {
  const keys = entries.map(([key, value]) => [[...new TextEncoder().encode(key)], value] as const);
  const data = formatBlock(keys);
  const about = formatBlock([]);
  const index = formatBlock([[keys.at(-1)?.[0] ?? [], place(0, data)]]);
  const footer = [...place(data.length, about), ...place(data.length + about.length, index)];
  return Uint8Array.from([...data, ...about, ...index, ...footer, ...new Array(40 - footer.length).fill(0), ...MAGIC]);
}

interface Place {
  readonly offset: number;
  readonly bytes: number;
  /** Where what follows the place begins. */
  readonly end: number;
}

function parsePlace(from: Uint8Array, at: number): Place {
  const offset = readVarint(from, at);
  const bytes = readVarint(from, offset.end);
  return { offset: offset.value, bytes: bytes.value, end: bytes.end };
}

/** The content of a block, its checksum verified. */
function blockAt(table: Uint8Array, { offset, bytes }: Pick<Place, 'offset' | 'bytes'>): Uint8Array {
  const end = offset + bytes;
  if (end + TRAILER_BYTES > table.length - FOOTER_BYTES)
    throw new TableError(`has a block at ${offset} that ends outside`);
  const checked = table.subarray(offset, end + 1);
  const stored = new DataView(table.buffer, table.byteOffset + end + 1, 4).getUint32(0, true);
  if (maskedCrc32c(checked) !== stored) throw new TableError(`has a block at ${offset} without its checksum`);
  if (table[end] !== 0) {
    const kind = table[end] === 1 ? 'snappy' : `a kind ${table[end]} of compression`;
    throw new TableError(`has a block compressed with ${kind}, which is not supported`);
  }
  return table.subarray(offset, end);
}

function* parseBlock(block: Uint8Array): Generator<[key: Uint8Array, value: Uint8Array]> {
  const restarts =
    block.length < 4 ? 0 : new DataView(block.buffer, block.byteOffset + block.length - 4).getUint32(0, true);
  const end = block.length - 4 - 4 * restarts;
  if (end < 0) throw new TableError('has a block that ends before it begins');
  const entries = block.subarray(0, end);
  let key = new Uint8Array(0);
  for (let at = 0; at < end; ) {
    const [shared, own, value] = [0, 1, 2].map(() => {
      const number = readVarint(entries, at);
      at = number.end;
      return number.value;
    });
    if (shared > key.length || at + own + value > end) throw new TableError('has an entry that ends outside its block');
    if (shared + own > LONGEST_KEY_BYTES) throw new TableError(`has a key of ${shared + own} bytes`);
    const next = new Uint8Array(shared + own);
    next.set(key.subarray(0, shared));
    next.set(entries.subarray(at, at + own), shared);
    key = next;
    yield [key, entries.subarray(at + own, at + own + value)];
    at += own + value;
  }
}

/** A block with its trailer. */
function formatBlock(entries: readonly (readonly [key: readonly number[], value: readonly number[]])[]): number[] {
  const content: number[] = [];
  const restarts: number[] = [];
  entries.forEach(([key, value], i) => {
    let shared = 0;
    if (i % RESTART_INTERVAL === 0) restarts.push(content.length);
    else while (shared < key.length && key[shared] === entries[i - 1][0][shared]) shared++;
    const numbers = [shared, key.length - shared, value.length].flatMap(varint);
    // Not all as arguments of one call, whose number is limited.
    for (const part of [numbers, key.slice(shared), value]) for (const byte of part) content.push(byte);
  });
  if (restarts.length === 0) restarts.push(0);
  content.push(...restarts.flatMap(fixed32), ...fixed32(restarts.length), 0);
  return [...content, ...fixed32(maskedCrc32c(Uint8Array.from(content)))];
}

/** Where a block with its trailer is. */
function place(offset: number, block: readonly number[]): number[] {
  return [...varint(offset), ...varint(block.length - TRAILER_BYTES)];
}
