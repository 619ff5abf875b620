import type { StoredTensor } from './tensor-file.ts';

/** The first rows of a matrix; all of it if it has no more. */
export function firstRows(tensor: StoredTensor, rows: number): StoredTensor {
  const [all, columns] = tensor.shape;
  if (tensor.shape.length !== 2 || all <= rows) return tensor;
  return {
    ...tensor,
    shape: [rows, columns],
    async *read() {
      let left = rows * columns;
      for await (const piece of tensor.read()) {
        if (left === 0) return;
        const wanted = piece.subarray(0, left);
        left -= wanted.length;
        yield wanted;
      }
    },
  };
}
