// The operands of a product on their way to workgroup memory, four at a time: rows of left, or columns of right. Where Operand is f16
// they are rounded to it; they are multiplied and summed in f32 either way.
fn left4(row: u32, k: u32) -> vec4<Operand> {
  return vec4<Operand>(vec4f(left_value(row, k), left_value(row + 1u, k), left_value(row + 2u, k), left_value(row + 3u, k)));
}

fn right4(k: u32, column: u32) -> vec4<Operand> {
  return vec4<Operand>(
    vec4f(
      right_or_zero(k, column), right_or_zero(k, column + 1u), right_or_zero(k, column + 2u), right_or_zero(k, column + 3u),
    ),
  );
}

fn right_or_zero(k: u32, column: u32) -> f32 {
  if (column >= params.columns || k >= params.inner) {
    return 0.0;
  }
  let value = right_value(k, column);
  if (DROPS == 2u) {
    return value * kept(k * params.rightStride + column);
  }
  return value;
}

fn store4(row: u32, column: u32, sums: vec4f) {
  store(row, column, sums.x);
  store(row, column + 1u, sums.y);
  store(row, column + 2u, sums.z);
  store(row, column + 3u, sums.w);
}
