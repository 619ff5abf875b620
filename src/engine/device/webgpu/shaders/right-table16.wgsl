// The right factor of a product, a table (V, C) of bfloat16: two numbers to a word, rows of whole words. rightStride is in words.
@group(0) @binding(1) var<storage, read> right: array<u32>;

fn right_value(k: u32, column: u32) -> f32 {
  let row = select(k, column, RIGHT_TRANSPOSED);
  let c = select(column, k, RIGHT_TRANSPOSED);
  return bfloat16_of(right[params.right_at + row * params.rightStride + c / 2u], c % 2u);
}
