// The right factor of a product, float32.
@group(0) @binding(1) var<storage, read> right: array<f32>;

fn right_value(k: u32, column: u32) -> f32 {
  if (RIGHT_TRANSPOSED) {
    return right[params.right_at + column * params.rightStride + k];
  }
  return right[params.right_at + k * params.rightStride + column];
}

// Of rows k, which is even, and k + 1; the second is anything beyond the last row.
fn right_pair(k: u32, column: u32) -> vec2f {
  return vec2f(right_value(k, column), right_value(k + 1u, column));
}

// Of four columns from a multiple of four on; anything where there are fewer.
fn right_four(k: u32, column: u32) -> vec4f {
  return vec4f(
    right_value(k, column), right_value(k, column + 1u), right_value(k, column + 2u), right_value(k, column + 3u),
  );
}
