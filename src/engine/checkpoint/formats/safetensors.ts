/**
 * safetensors, Hugging Face's format for weights:
 *
 *   offset  bytes  what
 *   0       8      H, how many bytes the header has; unsigned, little-endian
 *   8       H      the header, a JSON object padded with spaces: tensor name -> { dtype, shape, data_offsets:
 *                  [begin, end] }, and optionally "__metadata__" -> { text: text }
 *   8 + H   rest   the data, which data_offsets count from; tensors back to back, without gaps, little-endian,
 *                  the last axis fastest
 */
import { Fault, shown } from '../../../fault.ts';
import type { ByteSource } from '../../byte-source.ts';
import { bytesOfFloat, type FloatType, narrowFloats, type ReadFloatType, widenFloats } from '../number-formats.ts';
import { readPieces, type TensorFile } from '../tensor-file.ts';
import { unreadTypeMessage } from './unread-type.ts';

/** A file that contradicts its header or the format. */
export class SafetensorsFault extends Fault {
  override readonly code: string = 'safetensors';
}

/** One tensor of a file; its data is at [begin, end) bytes of the data. */
export interface TensorEntry {
  readonly name: string;
  readonly dtype: StoredType;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

/** A file whose header was read and checked: every entry is within it, and nothing else is. */
export interface SafetensorsFile {
  readonly source: ByteSource;
  readonly metadata: Readonly<Record<string, string>>;
  /** By name, in the order of the data. */
  readonly entries: ReadonlyMap<string, TensorEntry>;
  /** Where the data starts. */
  readonly dataOffset: number;
}

const floatBits = { F64: 64, F32: 32, F16: 16, BF16: 16 } as const;
const smallFloatBits = {
  F8_E4M3: 8,
  F8_E5M2: 8,
  F8_E8M0: 8,
  F8_E4M3FNUZ: 8,
  F8_E5M2FNUZ: 8,
  F6_E2M3: 6,
  F6_E3M2: 6,
  F4: 4,
};
const otherBits = { C64: 64, I64: 64, U64: 64, I32: 32, U32: 32, I16: 16, U16: 16, I8: 8, U8: 8, BOOL: 8 } as const;
const bitsOfType = { ...floatBits, ...smallFloatBits, ...otherBits } as const;

/** The types that may be in a file; only floats of 16 bits and more can be read as numbers. */
export type StoredType = keyof typeof bitsOfType;

const storedTypes = { float32: 'F32', float16: 'F16', bfloat16: 'BF16' } as const satisfies Record<
  FloatType,
  StoredType
>;
const floatTypes: ReadonlyMap<StoredType, ReadFloatType> = new Map<StoredType, ReadFloatType>([
  ['F64', 'float64'],
  ...Object.entries(storedTypes).map(([type, stored]) => [stored, type as FloatType] as const),
]);

/** The largest GPT-2 needs 80 KB; a longer claim is false, and would only make us allocate. */
const LARGEST_HEADER_BYTES = 2 ** 24;

/** Reads and checks the header. Throws SafetensorsFault, naming the file and, if there is one, the tensor. */
export async function openSafetensors(source: ByteSource): Promise<SafetensorsFile> {
  if (source.byteLength < 8) throw fault(source, `is ${source.byteLength} bytes long, too short for a header`);
  const size = await source.read(0, 8);
  const headerBytes = Number(new DataView(size.buffer, size.byteOffset).getBigUint64(0, true));
  if (headerBytes > LARGEST_HEADER_BYTES || headerBytes > source.byteLength - 8) {
    throw fault(source, `claims a header of ${headerBytes} bytes, but has ${source.byteLength} in all`);
  }
  const { __metadata__: metadata = {}, ...tensors } = parseHeader(source, await source.read(8, headerBytes));
  const dataOffset = 8 + headerBytes;
  const entries = Object.entries(tensors)
    .map(([name, described]) => checkEntry(source, name, described))
    .sort((a, b) => a.begin - b.begin || a.end - b.end);
  checkPlaces(source, entries, source.byteLength - dataOffset);
  return {
    source,
    metadata: checkMetadata(source, metadata),
    entries: new Map(entries.map((entry) => [entry.name, entry])),
    dataOffset,
  };
}

/** The elements of a float tensor in order, piece by piece, widened to float32. Throws SafetensorsFault for other types. */
export async function* readFloats(
  { source, dataOffset }: SafetensorsFile,
  { name, dtype, begin, end }: TensorEntry,
): AsyncGenerator<Float32Array> {
  const type = floatTypes.get(dtype);
  if (type === undefined) throw new SafetensorsFault(unreadTypeMessage(source.name, name, dtype));
  for await (const bytes of readPieces(source, dataOffset + begin, end - begin)) yield widenFloats(type, bytes);
}

/** The tensors of a file, to be read one by one. */
export function tensorsOf(file: SafetensorsFile): TensorFile {
  const tensors = [...file.entries].map(
    ([name, entry]) => [name, { shape: entry.shape, read: () => readFloats(file, entry) }] as const,
  );
  return { name: file.source.name, tensors: new Map(tensors) };
}

/**
 * Writes a file of tensors: the header, then `values`: the elements of each tensor in the order of `tensors`, in one or
 * several arrays, rounded to `type`. `write` gets the bytes in order and is waited for. Throws SafetensorsFault when the
 * values do not fit.
 */
export async function writeSafetensors(
  write: (bytes: Uint8Array) => void | Promise<void>,
  tensors: readonly { readonly name: string; readonly shape: readonly number[] }[],
  values: AsyncIterable<Float32Array>,
  { metadata = {}, type = 'float32' }: { metadata?: Readonly<Record<string, string>>; type?: FloatType } = {},
): Promise<void> {
  let end = 0;
  const described = tensors.map(({ name, shape }) => {
    const begin = end;
    end += bytesOfFloat[type] * product(shape);
    return [name, { dtype: storedTypes[type], shape, data_offsets: [begin, end] }] as const;
  });
  const header = JSON.stringify({ __metadata__: metadata, ...Object.fromEntries(described) });
  const headerBytes = new TextEncoder().encode(header);
  const padded = new Uint8Array(Math.ceil(headerBytes.length / 8) * 8).fill(' '.charCodeAt(0));
  padded.set(headerBytes);
  await write(new Uint8Array(new Uint32Array([padded.length, 0]).buffer));
  await write(padded);
  const awaited = tensors.map(({ name, shape }) => ({ name, elements: product(shape) }));
  for await (const array of values) {
    const tensor = awaited.find(({ elements }) => elements > 0);
    if (array.length > (tensor?.elements ?? 0)) {
      throw new SafetensorsFault(
        `${tensor?.name ?? 'No tensor'} takes ${array.length} elements more; its shape does not say so.`,
      );
    }
    await write(narrowFloats(type, array));
    if (tensor !== undefined) tensor.elements -= array.length;
  }
  const missing = awaited.find(({ elements }) => elements > 0);
  if (missing !== undefined) throw new SafetensorsFault(`Values of ${missing.name} are missing.`);
}

function parseHeader(source: ByteSource, bytes: Uint8Array): Record<string, unknown> {
  let text: string;
  let header: unknown;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    header = JSON.parse(text);
  } catch (cause) {
    throw fault(source, 'has a header that is not JSON', cause);
  }
  if (!isObject(header)) throw fault(source, 'has a header that is not a JSON object');
  const seen = new Set<string>();
  for (const name of namesIn(text)) {
    if (seen.has(name)) throw fault(source, `holds two tensors called ${name}`);
    seen.add(name);
  }
  return header;
}

/**
 * The names at the top of a JSON object, which JSON.parse would merge silently if two are equal. (Values that
 * are text are included; no tensor is one.) A loop, because a regular expression overflows on hostile names.
 */
function* namesIn(json: string): Generator<string> {
  let depth = 0;
  for (let i = 0; i < json.length; i++) {
    if (json[i] === '{' || json[i] === '[') depth++;
    else if (json[i] === '}' || json[i] === ']') depth--;
    else if (json[i] === '"') {
      const start = i++;
      while (json[i] !== '"') i += json[i] === '\\' ? 2 : 1;
      if (depth === 1) yield JSON.parse(json.slice(start, i + 1));
    }
  }
}

function checkEntry(source: ByteSource, name: string, described: unknown): TensorEntry {
  const { dtype, shape, data_offsets } = isObject(described) ? described : {};
  if (typeof dtype !== 'string' || !Object.hasOwn(bitsOfType, dtype)) {
    throw fault(source, `gives ${name} the type ${shown(dtype)}, which is unknown`);
  }
  if (!isSizes(shape)) throw fault(source, `gives ${name} the shape ${shown(shape)}`);
  if (!isSizes(data_offsets) || data_offsets.length !== 2) {
    throw fault(source, `gives ${name} the place ${shown(data_offsets)}`);
  }
  const [begin, end] = data_offsets;
  const expected = (product(shape) * bitsOfType[dtype as StoredType]) / 8;
  if (end - begin !== expected) {
    throw fault(
      source,
      `gives ${name} ${end - begin} bytes, where ${dtype} of shape (${shape.join(', ')}) has ${expected}`,
    );
  }
  return { name, dtype: dtype as StoredType, shape, begin, end };
}

/** No tensor may overlap another, and nothing may be between or after them. */
function checkPlaces(source: ByteSource, entries: readonly TensorEntry[], dataBytes: number): void {
  let end = 0;
  for (const entry of entries) {
    if (entry.begin !== end) {
      throw fault(source, `puts ${entry.name} at byte ${entry.begin} of the data, where the one before ends at ${end}`);
    }
    end = entry.end;
  }
  if (end !== dataBytes) {
    const what = end > dataBytes ? 'it is truncated' : 'something follows the last tensor';
    throw fault(source, `should have ${end} bytes of data and has ${dataBytes}: ${what}`);
  }
}

function checkMetadata(source: ByteSource, metadata: unknown): Record<string, string> {
  if (isObject(metadata) && Object.values(metadata).every((value) => typeof value === 'string')) {
    return metadata as Record<string, string>;
  }
  throw fault(source, 'has metadata that is not text');
}

function fault(source: ByteSource, problem: string, cause?: unknown): SafetensorsFault {
  return new SafetensorsFault(
    `${source.name} ${problem}. Copy or download it again.`,
    cause === undefined ? {} : { cause },
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isSizes(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((axis) => Number.isSafeInteger(axis) && axis >= 0);
}

function product(shape: readonly number[]): number {
  return shape.reduce((total, axis) => total * axis, 1);
}
