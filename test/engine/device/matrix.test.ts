import { describe, expect, it } from 'vitest';
import {
  addProduct,
  columnsOf,
  type Matrix,
  matrix,
  rowsOf,
  transposed,
} from '../../../src/engine/device/reference/matrix.ts';

const counting = (rows: number, columns: number): Matrix =>
  matrix(
    Float32Array.from({ length: rows * columns }, (_, i) => i + 1),
    rows,
    columns,
  );

function elementsOf(m: Matrix): number[][] {
  const at = (i: number, j: number) => m.data[m.start + i * m.rowStep + j * m.columnStep];
  return Array.from({ length: m.rows }, (_, i) => Array.from({ length: m.columns }, (_, j) => at(i, j)));
}

describe('Matrix', () => {
  it('shows rows, columns and their exchange without moving anything', () => {
    const m = counting(3, 4);
    expect(elementsOf(rowsOf(m, 1, 9))).toEqual([
      [5, 6, 7, 8],
      [9, 10, 11, 12],
    ]);
    expect(elementsOf(columnsOf(rowsOf(rowsOf(m, 1, 2), 1, 1), 2, 1))).toEqual([[11]]);
    expect(elementsOf(transposed(columnsOf(m, 2, 2)))).toEqual([
      [3, 7, 11],
      [4, 8, 12],
    ]);
  });

  it.each([1, 2, 3, 5])('adds products of windows with %i rows', (M) => {
    for (const N of [1, 3, 4, 5, 9]) {
      const a = rowsOf(counting(9, 7), 2, M);
      const b = columnsOf(transposed(counting(12, 7)), 1, N);
      const sums = new Float64Array(M * (N + 2)).fill(0.5);
      addProduct(sums, a, b, N + 2);
      const [left, right] = [elementsOf(a), elementsOf(b)];
      for (let i = 0; i < M; i++) {
        for (let j = 0; j < N + 2; j++) {
          const product = j < N ? left[i].reduce((sum, value, k) => sum + value * right[k][j], 0) : 0;
          expect(sums[i * (N + 2) + j]).toBe(product + 0.5);
        }
      }
    }
  });
});
