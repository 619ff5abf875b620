import {
  type ArgumentType,
  type CacheType,
  type DataType,
  type PackedType,
  SCALED_ROWS,
  type TableType,
} from './data-types.ts';
import { elementsOf } from './shape.ts';

/** Columns of a packed matrix in one panel; the last panel is padded with zeros. */
const PANEL_COLUMNS = 32;

/** Positions of a cache in one block. */
const CACHE_BLOCK = 16;

/** Of 32 numbers in q8_0, eight bits each, one bit each is for their scale. */
const packedBits: Readonly<Record<PackedType, number>> = { bfloat16: 16, q8_0: 9, int8: 8 };
const cacheBits: Readonly<Record<CacheType, number>> = { cache32: 32, cache16: 16 };

export function isPacked(dtype: DataType): dtype is PackedType {
  return dtype in packedBits;
}

export function isCache(dtype: DataType): dtype is CacheType {
  return dtype in cacheBits;
}

export function isTable(dtype: DataType): dtype is TableType {
  return dtype === 'table16';
}

/** Only kernels can look into it: a packed matrix, a table or a cache. */
export function isOpaque(dtype: DataType): dtype is PackedType | TableType | CacheType {
  return isPacked(dtype) || isTable(dtype) || isCache(dtype);
}

/** Whether an argument of the table of operations takes a tensor of this type. */
export function accepts(argument: ArgumentType, dtype: DataType): boolean {
  switch (argument) {
    case 'packed':
      return isPacked(dtype);
    case 'cache':
      return isCache(dtype);
    case 'table':
      return isTable(dtype) || dtype === 'float32';
    default:
      return dtype === argument;
  }
}

/** Whether an argument takes tensors of more than one number of bits, which its kernels must be told. */
export function hasBits(argument: ArgumentType): boolean {
  return argument === 'packed' || argument === 'table' || argument === 'cache';
}

/** Bits that one number takes. */
export function bitsOf(dtype: DataType): number {
  if (isTable(dtype)) return 16;
  if (isPacked(dtype)) return packedBits[dtype];
  return isCache(dtype) ? cacheBits[dtype] : 32;
}

/**
 * Bytes that a tensor of this shape takes. A packed matrix has two axes: bfloat16 numbers are stored in pairs of rows, the
 * others have float32 scales: one for each column, or in q8_0 for each block of it. A table has two, its rows in whole pairs. A cache has four, its last two padded to whole blocks and pairs.
 */
export function storedBytes(shape: readonly number[], dtype: DataType): number {
  if (isPacked(dtype)) {
    const [rows, columns] = shape;
    const scales = dtype === 'int8' ? 1 : Math.ceil(rows / SCALED_ROWS);
    return roundUp(columns, PANEL_COLUMNS) * (dtype === 'bfloat16' ? 2 * roundUp(rows, 2) : rows + 4 * scales);
  }
  if (isTable(dtype)) {
    const [rows, columns] = shape;
    return 2 * rows * roundUp(columns, 2);
  }
  if (isCache(dtype)) {
    const [B, NKV, P, HS] = shape;
    return (B * NKV * roundUp(P, CACHE_BLOCK) * roundUp(HS, 2) * cacheBits[dtype]) / 8;
  }
  return 4 * elementsOf(shape);
}

function roundUp(value: number, multiple: number): number {
  return Math.ceil(value / multiple) * multiple;
}
