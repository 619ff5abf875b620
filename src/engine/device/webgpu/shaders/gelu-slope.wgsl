// tanh(√(2/π)(x + 0.044715x³)) by exp. Beyond ±15 it is ±1 to the last bit, and exp would overflow.
const SQRT_2_OVER_PI = 0.7978845608028654;
const CUBIC = 0.044715;

fn inner_tanh(x: f32) -> f32 {
  let inner = clamp(SQRT_2_OVER_PI * (x + CUBIC * x * x * x), -15.0, 15.0);
  return 1.0 - 2.0 / (1.0 + exp(2.0 * inner));
}
