// 1/(1 + e^−x); below −88 it is 0, where exp would overflow.
fn sigmoid(x: f32) -> f32 {
  return select(0.0, 1.0 / (1.0 + exp(-max(x, -88.0))), x > -88.0);
}
