/** The values in the header of a GGUF file, whose layout is in gguf.ts: texts, numbers, and lists of them. */
import { Fault } from '../../../../fault.ts';
import type { ByteSource } from '../../../byte-source.ts';

/** A GGUF file that is damaged, or of an unsupported kind. */
export class GgufFault extends Fault {
  override readonly code: string = 'gguf';
}

export type GgufValue = number | boolean | string | readonly (number | boolean | string)[];

/** A value with the type it is written in. */
export type GgufTyped =
  | { readonly u32: number }
  | { readonly f32: number }
  | { readonly bool: boolean }
  | { readonly text: string }
  | { readonly texts: readonly string[] }
  | { readonly i32s: readonly number[] }
  | { readonly f32s: readonly number[] };

/** 50,257 tokens and as many merges take 2 MB; a vocabulary of a million would still fit. */
export const LARGEST_HEADER_BYTES = 2 ** 26;
/** Of all lists together: four times the largest vocabulary. An item takes more room in memory than its byte in the file. */
const MOST_ITEMS = 2 ** 22;
const U32 = 4;
const I32 = 5;
const F32 = 6;
const BOOL = 7;
const TEXT = 8;
const LIST = 9;
/** Bytes of each scalar type by its number; text and lists have their length with them. */
const scalarBytes: Readonly<Record<number, number>> = {
  0: 1,
  1: 1,
  2: 2,
  3: 2,
  4: 4,
  5: 4,
  6: 4,
  7: 1,
  10: 8,
  11: 8,
  12: 8,
};

/** The header is longer than what was read of it. */
export class HeaderEnd extends Error {}

/** Reads a header from the beginning of a file; throws GgufFault, and HeaderEnd if it is longer. */
export class GgufHeaderReader {
  at = 0;
  #items = 0;
  readonly #source: ByteSource;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

  constructor(source: ByteSource, bytes: Uint8Array) {
    this.#source = source;
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Skips this many bytes and returns where they begin. */
  take(bytes: number): number {
    const start = this.at;
    if (bytes > this.#bytes.length - start) throw new HeaderEnd();
    this.at += bytes;
    return start;
  }

  u32(): number {
    return this.#view.getUint32(this.take(4), true);
  }

  /** A number that counts or measures something. */
  size(): number {
    const value = Number(this.#view.getBigUint64(this.take(8), true));
    // What is past the limit can never be read, and must not be taken for a longer header.
    if (value > this.#source.byteLength) throw fault(this.#source, `has a count of ${value}, more than it has bytes`);
    return value;
  }

  text(): string {
    const bytes = this.size();
    const start = this.take(bytes);
    try {
      return this.#decoder.decode(this.#bytes.subarray(start, start + bytes));
    } catch (cause) {
      throw fault(this.#source, 'has text in its header that is not UTF-8', cause);
    }
  }

  value(type: number, key: string): GgufValue {
    if (type !== LIST) return this.scalar(type, key);
    const itemType = this.u32();
    const items = this.size();
    const itemBytes = itemType === TEXT ? 8 : scalarBytes[itemType];
    if (itemBytes === undefined)
      throw fault(this.#source, `gives ${key} a list of type ${itemType}, which is not supported`);
    // Checked before a list is allocated: the file may be too short for this many.
    this.#items += items;
    if (this.#items > MOST_ITEMS || items * itemBytes > LARGEST_HEADER_BYTES)
      throw fault(this.#source, `gives ${key} a list of ${items}, more than are read`);
    if (items * itemBytes > this.#bytes.length - this.at) throw new HeaderEnd();
    return Array.from({ length: items }, () => this.scalar(itemType, key));
  }

  scalar(type: number, key: string): number | boolean | string {
    if (type === TEXT) return this.text();
    if (scalarBytes[type] === undefined)
      throw fault(this.#source, `gives ${key} the type ${type}, which is not known here`);
    const view = this.#view;
    const at = this.take(scalarBytes[type]);
    switch (type) {
      case 0:
        return view.getUint8(at);
      case 1:
        return view.getInt8(at);
      case 2:
        return view.getUint16(at, true);
      case 3:
        return view.getInt16(at, true);
      case U32:
        return view.getUint32(at, true);
      case I32:
        return view.getInt32(at, true);
      case F32:
        return view.getFloat32(at, true);
      case 7:
        return view.getUint8(at) !== 0;
      case 10:
        return Number(view.getBigUint64(at, true));
      case 11:
        return Number(view.getBigInt64(at, true));
      default:
        return view.getFloat64(at, true);
    }
  }
}

/** Puts a header together. */
export class GgufHeaderWriter {
  readonly #encoder = new TextEncoder();
  /** One array that grows: a vocabulary has a hundred thousand texts, and as many small arrays would take 100 MB. */
  #content = new DataView(new ArrayBuffer(2 ** 16));
  #bytes = 0;

  bytes(bytes: Uint8Array): void {
    const at = this.#take(bytes.length);
    new Uint8Array(this.#content.buffer).set(bytes, at);
  }

  u32(value: number): void {
    const at = this.#take(4);
    this.#content.setUint32(at, value, true);
  }

  u64(value: number): void {
    const at = this.#take(8);
    this.#content.setBigUint64(at, BigInt(value), true);
  }

  text(text: string): void {
    const bytes = this.#encoder.encode(text);
    this.u64(bytes.length);
    this.bytes(bytes);
  }

  keyValue(key: string, value: GgufTyped): void {
    this.text(key);
    if ('u32' in value) {
      this.u32(U32);
      this.u32(value.u32);
    } else if ('f32' in value) {
      this.u32(F32);
      this.bytes(new Uint8Array(Float32Array.of(value.f32).buffer));
    } else if ('bool' in value) {
      this.u32(BOOL);
      this.bytes(Uint8Array.of(Number(value.bool)));
    } else if ('text' in value) {
      this.u32(TEXT);
      this.text(value.text);
    } else if ('texts' in value) {
      this.#list(TEXT, value.texts.length);
      for (const text of value.texts) this.text(text);
    } else if ('f32s' in value) {
      this.#list(F32, value.f32s.length);
      this.bytes(new Uint8Array(Float32Array.from(value.f32s).buffer));
    } else {
      this.#list(I32, value.i32s.length);
      this.bytes(new Uint8Array(Int32Array.from(value.i32s).buffer));
    }
  }

  #list(itemType: number, items: number): void {
    this.u32(LIST);
    this.u32(itemType);
    this.u64(items);
  }

  finish(): Uint8Array {
    return new Uint8Array(this.#content.buffer, 0, this.#bytes);
  }

  /** Makes room for this many more bytes and returns where it begins. */
  #take(bytes: number): number {
    const at = this.#bytes;
    this.#bytes += bytes;
    if (this.#bytes > this.#content.byteLength) {
      const larger = new Uint8Array(Math.max(2 * this.#content.byteLength, this.#bytes));
      larger.set(new Uint8Array(this.#content.buffer, 0, at));
      this.#content = new DataView(larger.buffer);
    }
    return at;
  }
}

export function fault(source: ByteSource, problem: string, cause?: unknown): GgufFault {
  return new GgufFault(`${source.name} ${problem}. Copy or download it again.`, { cause });
}
