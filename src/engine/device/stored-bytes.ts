import type { DataType, PackedType } from './operations.ts';

/** Columns of a packed matrix lie side by side in panels of so many, the last one filled up with zeros. */
export const PANEL_COLUMNS = 32;

/** Bits that one number of a packed matrix takes. */
export const packedBits: Readonly<Record<PackedType, number>> = { bfloat16: 16, int8: 8 };

export function isPacked(dtype: DataType): dtype is PackedType {
  return dtype in packedBits;
}

/**
 * Bytes that a tensor of this shape takes. A packed one has two axes: bfloat16 numbers lie in pairs of rows, int8 has a
 * float32 scale for each column.
 */
export function storedBytes(shape: readonly number[], dtype: DataType): number {
  if (!isPacked(dtype)) return 4 * shape.reduce((product, axis) => product * axis, 1);
  const [rows, columns] = shape;
  const padded = Math.ceil(columns / PANEL_COLUMNS) * PANEL_COLUMNS;
  return padded * (dtype === 'int8' ? rows + 4 : 4 * Math.ceil(rows / 2));
}
