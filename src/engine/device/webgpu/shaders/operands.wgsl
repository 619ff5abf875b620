// The operands of a product on their way to workgroup memory, four at a time: rows of left, or columns of right. Where Operand is f16
// they are rounded to it; they are multiplied and summed in f32 either way.
fn left4(row: u32, k: u32) -> vec4<Operand> {
  return vec4<Operand>(vec4f(left_value(row, k), left_value(row + 1u, k), left_value(row + 2u, k), left_value(row + 3u, k)));
}

fn right4(k: u32, column: u32) -> vec4<Operand> {
  if (column >= params.columns || k >= params.inner) {
    return vec4<Operand>();
  }
  var values = select(right_four(k, column), vec4f(), vec4u(column) + vec4u(0u, 1u, 2u, 3u) >= vec4u(params.columns));
  if (DROPS == 2u) {
    let i = k * params.rightStride + column;
    values *= vec4f(kept(i), kept(i + 1u), kept(i + 2u), kept(i + 3u));
  }
  if (POWER_OF == 2u) {
    values *= power_of_two();
  }
  return vec4<Operand>(values);
}

fn right_or_zero(k: u32, column: u32) -> f32 {
  if (column >= params.columns || k >= params.inner) {
    return 0.0;
  }
  var value = right_value(k, column);
  if (DROPS == 2u) {
    value *= kept(k * params.rightStride + column);
  }
  if (POWER_OF == 2u) {
    value *= power_of_two();
  }
  return value;
}

fn store4(row: u32, column: u32, sums: vec4f) {
  store(row, column, sums.x);
  store(row, column + 1u, sums.y);
  store(row, column + 2u, sums.z);
  store(row, column + 3u, sums.w);
}
