/** A float32 array seen as a matrix: element (i, j) is data[start + i · rowStep + j · columnStep]. */
export interface Matrix {
  readonly data: Float32Array;
  readonly start: number;
  readonly rows: number;
  readonly columns: number;
  readonly rowStep: number;
  readonly columnStep: number;
}

/** `data` holds the rows one after another. */
export function matrix(data: Float32Array, rows: number, columns: number): Matrix {
  return { data, start: 0, rows, columns, rowStep: columns, columnStep: 1 };
}

/** The same elements, element (j, i) where (i, j) was. Nothing is moved. */
export function transposed(m: Matrix): Matrix {
  return { ...m, rows: m.columns, columns: m.rows, rowStep: m.columnStep, columnStep: m.rowStep };
}

/** Rows first … first + rows − 1, or as many of them as there are. */
export function rowsOf(m: Matrix, first: number, rows: number): Matrix {
  return { ...m, start: m.start + first * m.rowStep, rows: Math.min(rows, m.rows - first) };
}

/** Columns first … first + columns − 1, or as many of them as there are. */
export function columnsOf(m: Matrix, first: number, columns: number): Matrix {
  return transposed(rowsOf(transposed(m), first, columns));
}

/**
 * sums (M, N) += a (M, K) · b (K, N), where row i of `sums` begins at i · sumsRow.
 *
 * Nearly all time is spent here. Two rows by four columns are summed at once, so that each element fetched is
 * used more than once. At the edges the last row or column is computed again in place of one that does not exist.
 * Each sum adds in the order of K, so its bits do not depend on M and N.
 */
export function addProduct(sums: Float64Array, a: Matrix, b: Matrix, sumsRow = b.columns): void {
  const { data: x, rows: M, columns: K, rowStep: xRow, columnStep: xStep } = a;
  const { data: y, columns: N, rowStep: yStep, columnStep: yColumn } = b;
  for (let m0 = 0; m0 < M; m0 += 2) {
    const m1 = Math.min(m0 + 1, M - 1);
    const nextRow = (m1 - m0) * xRow;
    for (let n0 = 0; n0 < N; n0 += 4) {
      const n1 = Math.min(n0 + 1, N - 1);
      const n2 = Math.min(n0 + 2, N - 1);
      const n3 = Math.min(n0 + 3, N - 1);
      const column1 = (n1 - n0) * yColumn;
      const column2 = (n2 - n0) * yColumn;
      const column3 = (n3 - n0) * yColumn;
      let sum00 = sums[m0 * sumsRow + n0];
      let sum01 = sums[m0 * sumsRow + n1];
      let sum02 = sums[m0 * sumsRow + n2];
      let sum03 = sums[m0 * sumsRow + n3];
      let sum10 = sums[m1 * sumsRow + n0];
      let sum11 = sums[m1 * sumsRow + n1];
      let sum12 = sums[m1 * sumsRow + n2];
      let sum13 = sums[m1 * sumsRow + n3];
      // The indices are stepped along, not multiplied out: that alone doubles the speed.
      let i = a.start + m0 * xRow;
      let j = b.start + n0 * yColumn;
      for (let k = 0; k < K; k++, i += xStep, j += yStep) {
        const x0 = x[i];
        const x1 = x[i + nextRow];
        const y0 = y[j];
        const y1 = y[j + column1];
        const y2 = y[j + column2];
        const y3 = y[j + column3];
        sum00 += x0 * y0;
        sum01 += x0 * y1;
        sum02 += x0 * y2;
        sum03 += x0 * y3;
        sum10 += x1 * y0;
        sum11 += x1 * y1;
        sum12 += x1 * y2;
        sum13 += x1 * y3;
      }
      sums[m0 * sumsRow + n0] = sum00;
      sums[m0 * sumsRow + n1] = sum01;
      sums[m0 * sumsRow + n2] = sum02;
      sums[m0 * sumsRow + n3] = sum03;
      sums[m1 * sumsRow + n0] = sum10;
      sums[m1 * sumsRow + n1] = sum11;
      sums[m1 * sumsRow + n2] = sum12;
      sums[m1 * sumsRow + n3] = sum13;
    }
  }
}
