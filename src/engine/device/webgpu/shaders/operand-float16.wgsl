// Operands of products are rounded to float16.
enable f16;
alias Operand = f16;

// Compilers leave out a rounding that is followed by its opposite, unless something may happen between the two: params.zero is 0.
fn rounded(values: vec2f) -> vec2f {
  return vec2f(bitcast<vec2<f16>>(bitcast<u32>(vec2<f16>(values)) ^ params.zero));
}
