// Sums of attention over a span of keys, weighted by e^(score − the highest score of the span), and how two become one. Written so
// that every shader rounds alike.
const SPAN = 64u;
const LOWEST = -1e30;

// What sums over keys with these highest scores are multiplied with.
fn merging(highest: f32, other: f32) -> vec2f {
  let newHighest = max(highest, other);
  return vec2f(exp(highest - newHighest), exp(other - newHighest));
}

fn merged(sum: f32, other: f32, factors: vec2f) -> f32 {
  let kept = sum * factors.x;
  return fma(other, factors.y, kept);
}
