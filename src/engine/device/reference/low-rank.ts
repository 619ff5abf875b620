import { TensorFault } from '../backend.ts';
import { dropped, keptBy } from './dropped.ts';
import type { Call, Work } from './kernel.ts';
import { addProduct, columnsOf, type Matrix, matrix, rowsOf, transposed } from './matrix.ts';

/**
 * h (N, H) is overwritten: the R columns of each part are x (N, C), after its dropout, · its rows of a (H, C) transposed;
 * out (N, OC) adds, in the columns of each part, scale times its columns of h times its rows of b (OC, R) transposed.
 */
export function* lowRank({ x, a, b, ends, h, out, N, C, H, OC, R, M, scale, dropout, draw }: Call<'lowRank'>): Work {
  for (const { part, first, columns } of partsOf('lowRank', ends, M, OC)) {
    const kept = keptBy(dropout, draw, part);
    const ownA = rowsOf(matrix(a, H, C), part * R, R);
    const sums = new Float64Array(N * R);
    addProduct(sums, matrix(dropped(x, kept), N, C), transposed(ownA));
    for (let i = 0; i < sums.length; i++) h[Math.floor(i / R) * H + part * R + (i % R)] = sums[i];
    yield N * C * R;
    const ownB = transposed(rowsOf(matrix(b, OC, R), first, columns));
    addScaledProduct(out, first, OC, columnsOf(matrix(h, N, H), part * R, R), ownB, scale);
    yield N * columns * R;
  }
}

/** dH (N, H) is overwritten; dX (N, C), dA (H, C) and dB (OC, R) add; of dOut (N, OC) and what the forward left in h (N, H). */
export function* lowRankBackward(call: Call<'lowRankBackward'>): Work {
  const { dOut, x, a, b, ends, h, dH, dX, dA, dB, N, OC, C, H, R, M, scale, dropout, draw } = call;
  for (const { part, first, columns } of partsOf('lowRankBackward', ends, M, OC)) {
    const dPart = columnsOf(matrix(dOut, N, OC), first, columns);
    // out[:, part] = scale · h[:, part] · b[part]ᵀ, seen from h
    const sums = new Float64Array(N * R);
    addProduct(sums, dPart, rowsOf(matrix(b, OC, R), first, columns));
    for (let i = 0; i < sums.length; i++) dH[Math.floor(i / R) * H + part * R + (i % R)] = scale * sums[i];
    // the same, seen from b
    addScaledProduct(dB, first * R, R, transposed(dPart), columnsOf(matrix(h, N, H), part * R, R), scale);
    yield 2 * N * columns * R;
    // h[:, part] = dropped(x) · a[part]ᵀ, seen from x and from a
    const kept = keptBy(dropout, draw, part);
    const dPartOfH = columnsOf(matrix(dH, N, H), part * R, R);
    const dDropped = new Float32Array(N * C);
    addScaledProduct(dDropped, 0, C, dPartOfH, rowsOf(matrix(a, H, C), part * R, R), 1);
    const dPartOfX = dropped(dDropped, kept);
    for (let i = 0; i < dX.length; i++) dX[i] += dPartOfX[i];
    addScaledProduct(dA, part * R * C, C, transposed(dPartOfH), matrix(dropped(x, kept), N, C), 1);
    yield 2 * N * C * R;
  }
}

interface Part {
  /** Which it is, from 0 on. */
  readonly part: number;
  /** Of the layer's columns. */
  readonly first: number;
  readonly columns: number;
}

function partsOf(operation: string, ends: Int32Array, M: number, OC: number): readonly Part[] {
  const parts = Array.from({ length: M }, (_, part) => {
    const first = part === 0 ? 0 : ends[part - 1];
    return { part, first, columns: ends[part] - first };
  });
  if (parts.some(({ columns }) => columns < 0) || ends[M - 1] !== OC) {
    throw new TensorFault(
      `${operation}(ends) is ${ends.join(', ')}, expected ${M} rising numbers of which the last is ${OC}.`,
    );
  }
  return parts;
}

/** Adds factor · left · right to rows of `out` that are `stride` apart, from element `start` on. */
function addScaledProduct(
  out: Float32Array,
  start: number,
  stride: number,
  left: Matrix,
  right: Matrix,
  factor: number,
): void {
  const sums = new Float64Array(left.rows * right.columns);
  addProduct(sums, left, right);
  for (let i = 0; i < sums.length; i++) {
    out[start + Math.floor(i / right.columns) * stride + (i % right.columns)] += factor * sums[i];
  }
}
