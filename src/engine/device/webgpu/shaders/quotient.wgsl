// a / b rounded to the nearest: WebGPU lets a quotient be off by more, and an int8 of another size would follow.
fn quotient(a: f32, b: f32) -> f32 {
  let near = a / b;
  return fma(fma(-near, b, a), 1.0 / b, near);
}
