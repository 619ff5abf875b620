import type { CacheType, DataType, PackedType } from './data-types.ts';
import { elementsOf } from './shape.ts';

/** Columns of a packed matrix in one panel; the last panel is padded with zeros. */
const PANEL_COLUMNS = 32;

/** Positions of a cache in one block. */
const CACHE_BLOCK = 16;

const packedBits: Readonly<Record<PackedType, number>> = { bfloat16: 16, int8: 8 };
const cacheBits: Readonly<Record<CacheType, number>> = { cache32: 32, cache16: 16 };

export function isPacked(dtype: DataType): dtype is PackedType {
  return dtype in packedBits;
}

export function isCache(dtype: DataType): dtype is CacheType {
  return dtype in cacheBits;
}

/** Only kernels can look into it: a packed matrix or a cache. */
export function isOpaque(dtype: DataType): dtype is PackedType | CacheType {
  return isPacked(dtype) || isCache(dtype);
}

/** Bits that one number of a packed matrix or a cache takes. */
export function bitsOf(dtype: PackedType | CacheType): number {
  return isPacked(dtype) ? packedBits[dtype] : cacheBits[dtype];
}

/**
 * Bytes that a tensor of this shape takes. A packed matrix has two axes: bfloat16 numbers are stored in pairs of rows, int8 has
 * a float32 scale for each column. A cache has four, its last two padded to whole blocks and pairs.
 */
export function storedBytes(shape: readonly number[], dtype: DataType): number {
  if (isPacked(dtype)) {
    const [rows, columns] = shape;
    return roundUp(columns, PANEL_COLUMNS) * (dtype === 'int8' ? rows + 4 : 2 * roundUp(rows, 2));
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
