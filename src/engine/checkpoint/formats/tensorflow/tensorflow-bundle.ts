/**
 * A checkpoint of TensorFlow (a tensor bundle, its "V2" format), in which OpenAI released GPT-2 and the scripts of 2019
 * save. Its files:
 *
 *   checkpoint                   text: model_checkpoint_path: "<prefix>", the newest of those in the folder
 *   <prefix>.index               a sorted table (sorted-table.ts); the key "" has a BundleHeaderProto, every other one is
 *                                the name of a variable and has a BundleEntryProto
 *   <prefix>.data-00000-of-0000n the tensors, little-endian, the last axis fastest; written back to back in order of names
 *   <prefix>.meta                the graph, which is not needed
 *
 *   BundleHeaderProto  1: shards; 2: 0 for little-endian; 3: version
 *   BundleEntryProto   1: type; 2: shape; 3: shard; 4: offset; 5: bytes; 6: masked CRC-32C of the data; 7: slices
 *   shape              2: one for each axis, in which 1: its length
 */
import { Fault } from '../../../../fault.ts';
import type { ByteSource } from '../../../byte-source.ts';
import { bytesOfFloat, narrowFloats, type ReadFloatType, widenFloats } from '../../number-formats.ts';
import { readPieces, type TensorFile, type WritableTensor } from '../../tensor-file.ts';
import { bytesField, fixed32Field, ProtoError, type ProtoField, parseMessage, varintField } from '../protobuf.ts';
import { unreadTypeMessage } from '../unread-type.ts';
import { crc32c, mask } from './crc32c.ts';
import { formatTable, parseTable, TableError } from './sorted-table.ts';

/** A checkpoint of TensorFlow that is damaged, or of an unsupported kind. */
export class TensorflowFault extends Fault {
  override readonly code: string = 'tensorflow';
}

/** One variable, as the index has it. */
export interface BundleEntry {
  readonly name: string;
  /** TensorFlow's number of its type: 1 is float32. */
  readonly type: number;
  readonly shape: readonly number[];
  readonly shard: number;
  readonly offset: number;
  readonly bytes: number;
  /** Masked. */
  readonly crc: number;
}

export interface BundleIndex {
  readonly shards: number;
  readonly entries: readonly BundleEntry[];
}

const FLOAT32 = 1;
/** Of the types that weights may have, the number and what it is. */
const floats: ReadonlyMap<number, ReadFloatType> = new Map([
  [2, 'float64'],
  [FLOAT32, 'float32'],
  [19, 'float16'],
  [14, 'bfloat16'],
]);

/** Types of numbers that are not weights, by TensorFlow's numbers of them (types.proto). */
const otherTypes: ReadonlyMap<number, string> = new Map([
  [3, 'int32'],
  [4, 'uint8'],
  [5, 'int16'],
  [6, 'int8'],
  [7, 'string'],
  [8, 'complex64'],
  [9, 'int64'],
  [10, 'bool'],
  [17, 'uint16'],
  [18, 'complex128'],
  [22, 'uint32'],
  [23, 'uint64'],
  [24, 'float8_e5m2'],
  [25, 'float8_e4m3fn'],
]);

/** The index of the largest GPT-2, with two slots of Adam for each variable, takes 150 KB. */
const LARGEST_INDEX_BYTES = 2 ** 20;
/** Far more than that model has with any optimizer's slots; each may take the whole of a long name from the one before. */
const MOST_VARIABLES = 2 ** 14;
const MOST_AXES = 8;
/** A shard a device that saved it; more would be file names to try without an end. */
const MOST_SHARDS = 1000;

/** The prefix that a folder's file `checkpoint` names, without the folders of the machine it was written on. */
export function parseCheckpointFile(text: string): string | null {
  const [, path] = /^[ \t]*model_checkpoint_path:[ \t]*"([^"\n]*)"/m.exec(text) ?? [];
  return path?.split(/[/\\]/).at(-1) || null;
}

export function formatCheckpointFile(prefix: string): string {
  return `model_checkpoint_path: "${prefix}"\nall_model_checkpoint_paths: "${prefix}"\n`;
}

/** What follows the prefix in the name of a shard. */
export function shardSuffix(shard: number, shards: number): string {
  const padded = (number: number) => String(number).padStart(5, '0');
  return `.data-${padded(shard)}-of-${padded(shards)}`;
}

/** Reads and checks an index alone: names, shapes and places. Throws TensorflowFault. */
export async function readBundleIndex(index: ByteSource): Promise<BundleIndex> {
  if (index.byteLength > LARGEST_INDEX_BYTES)
    throw fault(index, `is ${index.byteLength} bytes long, too long for an index`);
  try {
    const [header, ...variables] = parseTable(await index.read(0, index.byteLength));
    if (header?.[0] !== '') throw fault(index, 'has no header');
    if (variables.length > MOST_VARIABLES) throw fault(index, `has ${variables.length} variables`);
    const shards = parseHeader(index, parseMessage(header[1]));
    const entries = variables.map(([name, value]) => parseEntry(index, name, parseMessage(value), shards));
    checkPlaces(index, entries);
    return { shards, entries };
  } catch (error) {
    if (error instanceof TableError) throw fault(index, error.message, error);
    if (error instanceof ProtoError) throw fault(index, `is damaged: ${error.message}`, error);
    throw error;
  }
}

/** Opens an index and its data, a file for each shard, by what follows the prefix. Throws TensorflowFault. */
export async function openTensorflowBundle(
  index: ByteSource,
  openShard: (suffix: string) => Promise<ByteSource>,
): Promise<TensorFile> {
  const { shards, entries } = await readBundleIndex(index);
  const data: ByteSource[] = [];
  for (let shard = 0; shard < shards; shard++) data.push(await openShard(shardSuffix(shard, shards)));
  for (const { name, shard, offset, bytes } of entries) {
    if (offset + bytes > data[shard].byteLength) {
      const { name: file, byteLength } = data[shard];
      throw fault(index, `puts ${name} at bytes ${offset} to ${offset + bytes} of ${file}, which has ${byteLength}`);
    }
  }
  const tensors = entries.map(
    (entry) => [entry.name, { shape: entry.shape, read: () => readVariable(data[entry.shard], entry) }] as const,
  );
  return { name: index.name, tensors: new Map(tensors) };
}

/**
 * Writes tensors of float32 as a bundle of one shard. Both writers get their bytes in order and are waited for; the
 * index follows when all data is written.
 */
export async function writeTensorflowBundle(
  write: { data(bytes: Uint8Array): Promise<void>; index(bytes: Uint8Array): Promise<void> },
  tensors: readonly WritableTensor[],
): Promise<void> {
  const header = [...varintField(1, 1), ...bytesField(3, varintField(1, 1))];
  const entries: (readonly [string, number[]])[] = [['', header]];
  let offset = 0;
  for (const { name, shape, read } of tensors.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    let bytes = 0;
    let crc = 0;
    for await (const piece of read()) {
      const written = narrowFloats('float32', piece);
      await write.data(written);
      bytes += written.length;
      crc = crc32c(written, crc);
    }
    const axes = shape.flatMap((length) => bytesField(2, varintField(1, length)));
    const entry = [
      ...varintField(1, FLOAT32),
      ...bytesField(2, axes),
      ...varintField(4, offset),
      ...varintField(5, bytes),
      ...fixed32Field(6, mask(crc)),
    ];
    entries.push([name, entry]);
    offset += bytes;
  }
  await write.index(formatTable(entries));
}

/** The elements of a variable; the checksum is that of all of them, so a wrong one is reported after the last. */
async function* readVariable(data: ByteSource, entry: BundleEntry): AsyncGenerator<Float32Array> {
  const type = floats.get(entry.type);
  if (type === undefined) {
    const type = otherTypes.get(entry.type) ?? `type ${entry.type}`;
    throw new TensorflowFault(unreadTypeMessage(data.name, entry.name, `TensorFlow's ${type}`));
  }
  let crc = 0;
  for await (const bytes of readPieces(data, entry.offset, entry.bytes)) {
    crc = crc32c(bytes, crc);
    yield widenFloats(type, bytes);
  }
  if (mask(crc) !== entry.crc) throw fault(data, `holds ${entry.name} without its checksum`);
}

function parseHeader(index: ByteSource, fields: readonly ProtoField[]): number {
  const shards = numberOf(fields, 1);
  if (shards < 1 || shards > MOST_SHARDS) throw fault(index, `has ${shards} shards, expected 1 to ${MOST_SHARDS}`);
  if (numberOf(fields, 2) !== 0) throw fault(index, 'is from a big-endian machine, which is not supported');
  return shards;
}

function parseEntry(index: ByteSource, name: string, fields: readonly ProtoField[], shards: number): BundleEntry {
  const [type, shard, offset, bytes, crc] = [1, 3, 4, 5, 6].map((number) => numberOf(fields, number));
  if (fields.some(({ number }) => number === 7)) {
    throw fault(index, `holds ${name} in slices, which is not supported`);
  }
  const shape = messagesOf(fields, 2)
    .flatMap((message) => messagesOf(parseMessage(message), 2))
    .map((axis) => numberOf(parseMessage(axis), 1));
  if (shape.length > MOST_AXES) throw fault(index, `gives ${name} ${shape.length} axes`);
  if (shard >= shards) throw fault(index, `puts ${name} into shard ${shard}, and there are ${shards}`);
  const float = floats.get(type);
  const expected = shape.reduce((product, axis) => product * axis, float === undefined ? 0 : bytesOfFloat[float]);
  if (float !== undefined && bytes !== expected) {
    throw fault(index, `gives ${name} ${bytes} bytes, where its shape (${shape.join(', ')}) has ${expected}`);
  }
  if (!Number.isSafeInteger(offset + bytes)) throw fault(index, `puts ${name} at byte ${offset}`);
  return { name, type, shape, shard, offset, bytes, crc };
}

/** No two variables may share bytes. */
function checkPlaces(index: ByteSource, entries: readonly BundleEntry[]): void {
  const inOrder = entries.toSorted((a, b) => a.shard - b.shard || a.offset - b.offset || a.bytes - b.bytes);
  inOrder.slice(1).forEach((entry, i) => {
    const before = inOrder[i];
    if (entry.shard === before.shard && entry.offset < before.offset + before.bytes) {
      throw fault(index, `puts ${entry.name} at byte ${entry.offset}, which is within ${before.name}`);
    }
  });
}

/** A field's number; zero where it is not there. The last one counts, as Protocol Buffers have it. */
function numberOf(fields: readonly ProtoField[], wanted: number): number {
  const value = fields.findLast(({ number }) => number === wanted)?.value ?? 0;
  if (typeof value !== 'number') throw new ProtoError(`field ${wanted} is not a number`);
  return value;
}

function messagesOf(fields: readonly ProtoField[], wanted: number): Uint8Array[] {
  return fields
    .filter(({ number }) => number === wanted)
    .map(({ value }) => {
      if (typeof value === 'number') throw new ProtoError(`field ${wanted} is not a message`);
      return value;
    });
}

function fault(source: ByteSource, problem: string, cause?: unknown): TensorflowFault {
  return new TensorflowFault(`${source.name} ${problem}. Copy or download the checkpoint again.`, { cause });
}
