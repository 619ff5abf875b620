/**
 * GGUF, the format of llama.cpp and Ollama, versions 2 and 3 (ggml's docs/gguf.md). All numbers little-endian:
 *
 *   magic "GGUF", version u32, how many tensors u64, how many keys u64
 *   for each key     its name, a type u32, the value
 *   for each tensor  its name, how many axes u32, each axis u64 (the fastest first), type u32 (ggml-types.ts), offset u64
 *   padding          to a multiple of general.alignment (32), which offsets count from and are multiples of
 *   data             of each tensor, with padding behind
 *
 *   text             how many bytes u64, then UTF-8
 *   list             the type of its items u32, how many u64, then these
 */
import type { ByteSource } from '../../../byte-source.ts';
import { readPieces, type StoredTensor, type TensorFile, type WritableTensor } from '../../tensor-file.ts';
import { type GgmlType, ggmlTypes, unreadGgmlTypes, type WritableGgmlType, writableTypes } from './ggml-types.ts';
import {
  fault,
  GgufFault,
  GgufHeaderReader,
  GgufHeaderWriter,
  type GgufTyped,
  type GgufValue,
  HeaderEnd,
  LARGEST_HEADER_BYTES,
} from './gguf-values.ts';

export interface GgufFile extends TensorFile {
  readonly metadata: ReadonlyMap<string, GgufValue>;
}

const MAGIC = 'GGUF';
const ALIGNMENT = 32;
/** Most headers end within this, and are read at once. */
const FIRST_HEADER_BYTES = 2 ** 22;
/** The largest GPT-2 has 580 tensors. */
const MOST_TENSORS = 2 ** 14;
/** A file of GPT-2 has about 20. */
const MOST_KEYS = 2 ** 12;
const MOST_AXES = 4;

/** Opens a file: reads and checks all but the data. Throws GgufFault. */
export async function openGguf(source: ByteSource): Promise<GgufFile> {
  const most = Math.min(source.byteLength, LARGEST_HEADER_BYTES);
  for (let bytes = Math.min(most, FIRST_HEADER_BYTES); ; bytes = Math.min(most, 4 * bytes)) {
    try {
      return parseHeader(source, new GgufHeaderReader(source, await source.read(0, bytes)));
    } catch (error) {
      if (!(error instanceof HeaderEnd)) throw error;
      if (bytes === most) throw fault(source, 'ends within its header, or its header is too large');
    }
  }
}

function parseHeader(source: ByteSource, header: GgufHeaderReader): GgufFile {
  const magic = String.fromCharCode(...new Uint8Array(new Uint32Array([header.u32()]).buffer));
  if (magic !== MAGIC) throw fault(source, 'is not a GGUF file');
  const version = header.u32();
  if (version !== 2 && version !== 3) throw fault(source, `is of version ${version}, expected 2 or 3`);
  const tensors = header.size();
  const keys = header.size();
  if (tensors > MOST_TENSORS) throw fault(source, `claims to have ${tensors} tensors, too many`);
  if (keys > MOST_KEYS) throw fault(source, `claims to have ${keys} keys, too many`);
  const metadata = new Map<string, GgufValue>();
  for (let i = 0; i < keys; i++) {
    const key = header.text();
    if (metadata.has(key)) throw fault(source, `has the key ${key} twice`);
    metadata.set(key, header.value(header.u32(), key));
  }
  const alignment = metadata.get('general.alignment') ?? ALIGNMENT;
  if (typeof alignment !== 'number' || !(alignment >= 1 && alignment <= 2 ** 16) || alignment % 1 !== 0) {
    throw fault(source, `has the alignment ${alignment}`);
  }
  const entries = Array.from({ length: tensors }, () => parseTensor(source, header));
  const dataOffset = Math.ceil(header.at / alignment) * alignment;
  return { name: source.name, metadata, tensors: placed(source, entries, dataOffset, alignment) };
}

interface Entry {
  readonly name: string;
  readonly type: GgmlType;
  readonly shape: readonly number[];
  readonly offset: number;
  readonly bytes: number;
}

function parseTensor(source: ByteSource, header: GgufHeaderReader): Entry {
  const name = header.text();
  const axes = header.u32();
  if (axes > MOST_AXES) throw fault(source, `gives ${name} ${axes} axes, expected at most ${MOST_AXES}`);
  const shape = Array.from({ length: axes }, () => header.size()).reverse();
  const id = header.u32();
  const type = ggmlTypes.get(id);
  if (type === undefined) {
    const known = [...ggmlTypes.values()].map((known) => known.name).join(', ');
    const unread = unreadGgmlTypes.get(id) ?? `type ${id}`;
    throw new GgufFault(
      `${source.name} holds ${name} as ggml's ${unread}, which is not supported; supported are ${known}. Take a file of ` +
        'the same model in one of these, or convert it with llama-quantize --allow-requantize.',
    );
  }
  if ((shape.at(-1) ?? 1) % type.blockElements !== 0) {
    throw fault(
      source,
      `holds ${name} of shape (${shape.join(', ')}) as ${type.name}, in blocks of ${type.blockElements}`,
    );
  }
  const elements = shape.reduce((product, axis) => product * axis, 1);
  return { name, type, shape, offset: header.size(), bytes: (elements / type.blockElements) * type.blockBytes };
}

/** The tensors, none of which is outside the file or overlaps another. */
function placed(
  source: ByteSource,
  entries: readonly Entry[],
  dataOffset: number,
  alignment: number,
): Map<string, StoredTensor> {
  let end = 0;
  for (const { name, offset, bytes } of entries.toSorted((a, b) => a.offset - b.offset || a.bytes - b.bytes)) {
    if (offset % alignment !== 0)
      throw fault(source, `puts ${name} at ${offset}, which is not a multiple of ${alignment}`);
    if (offset < end) throw fault(source, `puts ${name} at byte ${offset} of the data, within another tensor`);
    end = offset + bytes;
    if (dataOffset + end > source.byteLength) throw fault(source, `is too short for ${name}: it is truncated`);
  }
  const tensors = new Map<string, StoredTensor>();
  for (const { name, type, shape, offset, bytes } of entries) {
    if (tensors.has(name)) throw fault(source, `holds two tensors called ${name}`);
    tensors.set(name, {
      shape,
      isQuantised: type.blockElements > 1,
      isQ8_0: type === writableTypes.q8_0,
      async *read() {
        const pieces = readPieces(source, dataOffset + offset, bytes, 4 * type.blockBytes);
        for await (const piece of pieces) yield type.read(piece);
      },
    });
  }
  return tensors;
}

/** Writes a file of version 3. `write` gets the bytes in order and is waited for. */
export async function writeGguf(
  write: (bytes: Uint8Array) => Promise<void>,
  metadata: Readonly<Record<string, GgufTyped>>,
  tensors: readonly (WritableTensor & { readonly type: WritableGgmlType })[],
): Promise<void> {
  const header = new GgufHeaderWriter();
  header.bytes(new TextEncoder().encode(MAGIC));
  header.u32(3);
  header.u64(tensors.length);
  header.u64(Object.keys(metadata).length);
  for (const [key, value] of Object.entries(metadata)) header.keyValue(key, value);
  let offset = 0;
  for (const { name, shape, type } of tensors) {
    header.text(name);
    header.u32(shape.length);
    for (const axis of shape.toReversed()) header.u64(axis);
    header.u32(type.id);
    header.u64(offset);
    const elements = shape.reduce((product, axis) => product * axis, 1);
    offset += aligned((elements / type.blockElements) * type.blockBytes);
  }
  const head = header.finish();
  await write(head);
  await write(new Uint8Array(aligned(head.length) - head.length));
  for (const { type, read } of tensors) {
    let bytes = 0;
    for await (const piece of read()) {
      const written = type.write(piece);
      await write(written);
      bytes += written.length;
    }
    await write(new Uint8Array(aligned(bytes) - bytes));
  }
}

function aligned(bytes: number): number {
  return Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
}
