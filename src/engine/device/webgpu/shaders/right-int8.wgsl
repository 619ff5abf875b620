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

// Of four columns from a multiple of four on; anything where there are fewer.
fn right_four(k: u32, column: u32) -> vec4f {
  if (RIGHT_TRANSPOSED) {
    return vec4f(
      right_value(k, column), right_value(k, column + 1u), right_value(k, column + 2u), right_value(k, column + 3u),
    );
  }
  let numbers = params.right_at + (params.inner + params.scaledRows - 1u) / params.scaledRows * params.rightStride;
  let word = bitcast<i32>(right[numbers + (k * params.rightStride + column) / 4u]);
  let at = params.right_at + k / params.scaledRows * params.rightStride + column;
  let scales = vec4f(
    bitcast<f32>(right[at]), bitcast<f32>(right[at + 1u]), bitcast<f32>(right[at + 2u]), bitcast<f32>(right[at + 3u]),
  );
  return scales * vec4f(
    f32(extractBits(word, 0u, 8u)), f32(extractBits(word, 8u, 8u)), f32(extractBits(word, 16u, 8u)), f32(extractBits(word, 24u, 8u)),
  );
}
