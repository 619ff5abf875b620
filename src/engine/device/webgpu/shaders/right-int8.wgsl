// The right factor of a product, a packed matrix (C, OC) of whole numbers: the scales of all columns, for scaledRows rows after the
// other, then four columns of a row to a word. rightStride is the number of columns, padded.
@group(0) @binding(1) var<storage, read> right: array<u32>;

fn right_value(k: u32, column: u32) -> f32 {
  let row = select(k, column, RIGHT_TRANSPOSED);
  let o = select(column, k, RIGHT_TRANSPOSED);
  let C = select(params.inner, params.columns, RIGHT_TRANSPOSED);
  let numbers = params.right_at + (C + params.scaledRows - 1u) / params.scaledRows * params.rightStride;
  let word = right[numbers + (row * params.rightStride + o) / 4u];
  let number = extractBits(bitcast<i32>(word), (o % 4u) * 8u, 8u);
  return f32(number) * bitcast<f32>(right[params.right_at + row / params.scaledRows * params.rightStride + o]);
}

// Of rows k, which is even, and k + 1; the second is anything beyond the last row.
fn right_pair(k: u32, column: u32) -> vec2f {
  return vec2f(right_value(k, column), right_value(k + 1u, column));
}
