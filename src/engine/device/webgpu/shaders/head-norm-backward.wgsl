// dX (N, W): the gradient of head-norm.wgsl, of dOut (N, W) and x (N, W); dX may be dOut. The statistics are computed again.
// A workgroup owns a head, or the rest of a row, at a time.
const THREADS: u32 = 64u;
struct Params {
  dOut_at: u32, x_at: u32, queryWeight_at: u32, keyWeight_at: u32, dX_at: u32,
  N: u32, W: u32, HS: u32, heads: u32, keyHeads: u32, epsilon: f32,
}
@group(0) @binding(0) var<storage, read> dOut: array<f32>;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read> queryWeight: array<f32>;
@group(0) @binding(3) var<storage, read> keyWeight: array<f32>;
@group(0) @binding(4) var<storage, read_write> dX: array<f32>;
@group(1) @binding(0) var<uniform> params: Params;

fn weight_of(head: u32, c: u32) -> f32 {
  if (head < params.heads) {
    return queryWeight[params.queryWeight_at + c];
  }
  return keyWeight[params.keyWeight_at + c];
}

@compute @workgroup_size(64)
fn main(
  @builtin(local_invocation_index) lane: u32,
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
) {
  let HS = params.HS;
  let normed = params.heads + params.keyHeads;
  for (var i = group.x; i < params.N * (normed + 1u); i += groups.x) {
    let head = i % (normed + 1u);
    let first = (i / (normed + 1u)) * params.W + head * HS;
    if (head == normed) {
      for (var c = lane; c < params.W - normed * HS; c += THREADS) {
        dX[params.dX_at + first + c] = dOut[params.dOut_at + first + c];
      }
      continue;
    }
    var squares = 0.0;
    var products = 0.0;
    for (var c = lane; c < HS; c += THREADS) {
      let value = x[params.x_at + first + c];
      squares += value * value;
      products += dOut[params.dOut_at + first + c] * weight_of(head, c) * value;
    }
    let rstd = 1.0 / sqrt(workgroup_sum(lane, squares) / f32(HS) + params.epsilon);
    let shared_part = workgroup_sum(lane, products) * rstd / f32(HS);
    for (var c = lane; c < HS; c += THREADS) {
      // normalised = x / √(mean(x²) + epsilon): x acts directly and through the mean
      let normalised = x[params.x_at + first + c] * rstd;
      let gradient = dOut[params.dOut_at + first + c] * weight_of(head, c);
      dX[params.dX_at + first + c] = rstd * (gradient - normalised * shared_part);
    }
  }
}
