/**
 * How ggml stores the numbers of a tensor: as floats, or in blocks of 32 or 256 along the last axis, in which all share a
 * scale (ggml-quants.c). d and m are float16, and a number is d · q or d · q + m, with q from a field of a few bits:
 *
 *   Q8_0  34 bytes for 32   d, then 32 q as int8
 *   Q4_0  18 bytes for 32   d, then 16 bytes: the lower four bits are q + 8 of number i, the upper four of number i + 16
 *   Q4_1  20 bytes for 32   d, m, then q in the same places
 *   Q5_0  22 bytes for 32   d, then the fifth bits of all q + 16 as one number of 32 bits, then the lower four as in Q4_0
 *   Q5_1  24 bytes for 32   d, m, then q in the same places
 *
 * Those of 256 are in k-quants.ts.
 */

import {
  bytesOfFloat,
  type FloatType,
  floatOfHalf,
  halfOfFloat,
  narrowFloats,
  widenFloats,
} from '../../number-formats.ts';
import { kQuants, type ReadBlock } from './k-quants.ts';

export interface GgmlType {
  readonly name: string;
  /** Its number in a file. */
  readonly id: number;
  readonly blockElements: number;
  readonly blockBytes: number;
  /** Whole blocks as float32. */
  read(bytes: Uint8Array): Float32Array;
}

/** A type that is written too. */
export interface WritableGgmlType extends GgmlType {
  write(values: Float32Array): Uint8Array;
}

const float = (name: string, id: number, type: FloatType): WritableGgmlType => ({
  name,
  id,
  blockElements: 1,
  blockBytes: bytesOfFloat[type],
  read: (bytes) => widenFloats(type, bytes),
  write: (values) => narrowFloats(type, values),
});

const blocks = (name: string, id: number, blockBytes: number, readBlock: ReadBlock, blockElements = 32): GgmlType => ({
  name,
  id,
  blockElements,
  blockBytes,
  read(bytes) {
    const count = bytes.length / blockBytes;
    const out = new Float32Array(count * blockElements);
    for (let i = 0; i < count; i++) {
      readBlock(new DataView(bytes.buffer, bytes.byteOffset + i * blockBytes, blockBytes), out, i * blockElements);
    }
    return out;
  },
});

const half = (block: DataView, offset: number): number => floatOfHalf(block.getUint16(offset, true));

/** Added to −0 and to 0, it leaves both as they are. */
const NO_MINIMUM = -0;

/** 32 numbers of four or five bits each, less `zero`; the fifth bits are those of `fifth`. */
function readNibbles(
  block: DataView,
  from: number,
  fifth: number,
  zero: number,
  d: number,
  m: number,
  out: Float32Array,
  at: number,
): void {
  for (let i = 0; i < 16; i++) {
    const byte = block.getUint8(from + i);
    out[at + i] = d * ((byte & 15) + (((fifth >>> i) & 1) << 4) - zero) + m;
    out[at + i + 16] = d * ((byte >>> 4) + (((fifth >>> (i + 16)) & 1) << 4) - zero) + m;
  }
}

const q8_0 = blocks('Q8_0', 8, 34, (block, out, at) => {
  const d = half(block, 0);
  for (let i = 0; i < 32; i++) out[at + i] = d * block.getInt8(2 + i);
});
const q4_0 = blocks('Q4_0', 2, 18, (block, out, at) =>
  readNibbles(block, 2, 0, 8, half(block, 0), NO_MINIMUM, out, at),
);

/** The types that are written, by the names that settings have for them. */
export const writableTypes = {
  float32: float('F32', 0, 'float32'),
  float16: float('F16', 1, 'float16'),
  bfloat16: float('BF16', 30, 'bfloat16'),
  q8_0: { ...q8_0, write: (values) => writeBlocks(values, 34, writeQ8_0) },
  q4_0: { ...q4_0, write: (values) => writeBlocks(values, 18, writeQ4_0) },
} as const satisfies Record<string, WritableGgmlType>;

export type GgmlTypeName = keyof typeof writableTypes;

/** Every type that is read, by its number. */
export const ggmlTypes: ReadonlyMap<number, GgmlType> = new Map(
  [
    ...Object.values(writableTypes),
    {
      name: 'F64',
      id: 28,
      blockElements: 1,
      blockBytes: 8,
      read: (bytes) => widenFloats('float64', bytes),
    } as GgmlType,
    blocks('Q4_1', 3, 20, (block, out, at) => readNibbles(block, 4, 0, 0, half(block, 0), half(block, 2), out, at)),
    blocks('Q5_0', 6, 22, (block, out, at) =>
      readNibbles(block, 6, block.getUint32(2, true), 16, half(block, 0), NO_MINIMUM, out, at),
    ),
    blocks('Q5_1', 7, 24, (block, out, at) =>
      readNibbles(block, 8, block.getUint32(4, true), 0, half(block, 0), half(block, 2), out, at),
    ),
    ...kQuants.map(({ name, id, bytes, read }) => blocks(name, id, bytes, read, 256)),
  ].map((type) => [type.id, type]),
);

/** Types that are not read, by their numbers (ggml.h). */
export const unreadGgmlTypes: ReadonlyMap<number, string> = new Map([
  [9, 'Q8_1'],
  [15, 'Q8_K'],
  [16, 'IQ2_XXS'],
  [17, 'IQ2_XS'],
  [18, 'IQ3_XXS'],
  [19, 'IQ1_S'],
  [20, 'IQ4_NL'],
  [21, 'IQ3_S'],
  [22, 'IQ2_S'],
  [23, 'IQ4_XS'],
  [24, 'I8'],
  [25, 'I16'],
  [26, 'I32'],
  [27, 'I64'],
  [29, 'IQ1_M'],
  [34, 'TQ1_0'],
  [35, 'TQ2_0'],
  [39, 'MXFP4'],
]);

function writeBlocks(
  values: Float32Array,
  blockBytes: number,
  writeBlock: (numbers: Float32Array, block: DataView) => void,
): Uint8Array {
  const out = new Uint8Array((values.length / 32) * blockBytes);
  for (let i = 0; i < values.length / 32; i++) {
    writeBlock(values.subarray(32 * i, 32 * (i + 1)), new DataView(out.buffer, i * blockBytes, blockBytes));
  }
  return out;
}

/** The largest number becomes 127; the arithmetic is in float32, as ggml's, so that the bytes are the same. */
function writeQ8_0(numbers: Float32Array, block: DataView): void {
  let largest = 0;
  for (let i = 0; i < 32; i++) largest = Math.max(largest, Math.abs(numbers[i]));
  const d = Math.fround(largest / 127);
  const inverse = d === 0 ? 0 : Math.fround(1 / d);
  block.setUint16(0, halfOfFloat(d), true);
  for (let i = 0; i < 32; i++) {
    const scaled = Math.fround(numbers[i] * inverse);
    // Half way between two it is the one further from zero.
    block.setInt8(2 + i, scaled < 0 ? -Math.floor(0.5 - scaled) : Math.floor(scaled + 0.5));
  }
}

/** The number furthest from zero becomes −8, whatever its sign. */
function writeQ4_0(numbers: Float32Array, block: DataView): void {
  let furthest = 0;
  for (let i = 0; i < 32; i++) if (Math.abs(numbers[i]) > Math.abs(furthest)) furthest = numbers[i];
  const d = Math.fround(furthest / -8);
  const inverse = d === 0 ? 0 : Math.fround(1 / d);
  block.setUint16(0, halfOfFloat(d), true);
  const nibble = (i: number) => Math.min(15, Math.trunc(Math.fround(Math.fround(numbers[i] * inverse) + 8.5)));
  for (let i = 0; i < 16; i++) block.setUint8(2 + i, nibble(i) | (nibble(i + 16) << 4));
}
