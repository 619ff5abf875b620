// The right factor of a product, a table (V, C) of bfloat16: two numbers to a word, rows of whole words. rightStride is in words.
@group(0) @binding(1) var<storage, read> right: array<u32>;

fn right_value(k: u32, column: u32) -> f32 {
  let row = select(k, column, RIGHT_TRANSPOSED);
  let c = select(column, k, RIGHT_TRANSPOSED);
  return bfloat16_of(right[params.right_at + row * params.rightStride + c / 2u], c % 2u);
}

// Of rows k, which is even, and k + 1; the second is anything beyond the last row.
fn right_pair(k: u32, column: u32) -> vec2f {
  if (RIGHT_TRANSPOSED) {
    let word = right[params.right_at + column * params.rightStride + k / 2u];
    return vec2f(bfloat16_of(word, 0u), bfloat16_of(word, 1u));
  }
  return vec2f(right_value(k, column), right_value(k + 1u, column));
}

// Of four columns from a multiple of four on; anything where there are fewer.
fn right_four(k: u32, column: u32) -> vec4f {
  if (RIGHT_TRANSPOSED) {
    return vec4f(
      right_value(k, column), right_value(k, column + 1u), right_value(k, column + 2u), right_value(k, column + 3u),
    );
  }
  let at = params.right_at + k * params.rightStride + column / 2u;
  let words = vec2u(right[at], right[at + 1u]);
  return vec4f(
    bfloat16_of(words.x, 0u), bfloat16_of(words.x, 1u), bfloat16_of(words.y, 0u), bfloat16_of(words.y, 1u),
  );
}
