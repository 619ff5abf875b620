// Operands of products are kept as they are.
alias Operand = f32;

fn rounded(values: vec2f) -> vec2f {
  return values;
}
