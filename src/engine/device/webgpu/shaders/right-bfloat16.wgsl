// The right factor of a product, a packed matrix (C, OC) of bfloat16: a word holds two rows of a column. rightStride is in words.
@group(0) @binding(1) var<storage, read> right: array<u32>;

fn right_value(k: u32, column: u32) -> f32 {
  let row = select(k, column, RIGHT_TRANSPOSED);
  let o = select(column, k, RIGHT_TRANSPOSED);
  return bfloat16_of(right[params.right_at + (row / 2u) * params.rightStride + o], row % 2u);
}
