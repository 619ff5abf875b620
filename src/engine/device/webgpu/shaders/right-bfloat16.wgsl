// The right factor of a product, a packed matrix (C, OC) of bfloat16: a word holds two rows of a column. rightStride is in words.
@group(0) @binding(1) var<storage, read> right: array<u32>;

fn right_value(k: u32, column: u32) -> f32 {
  let row = select(k, column, RIGHT_TRANSPOSED);
  let o = select(column, k, RIGHT_TRANSPOSED);
  return bfloat16_of(right[params.right_at + (row / 2u) * params.rightStride + o], row % 2u);
}

// Of rows k, which is even, and k + 1; the second is anything beyond the last row.
fn right_pair(k: u32, column: u32) -> vec2f {
  if (RIGHT_TRANSPOSED) {
    return vec2f(right_value(k, column), right_value(k + 1u, column));
  }
  let word = right[params.right_at + (k / 2u) * params.rightStride + column];
  return vec2f(bfloat16_of(word, 0u), bfloat16_of(word, 1u));
}
