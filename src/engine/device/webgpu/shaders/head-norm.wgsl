// out (N, W): rmsNorm of each of the first `heads` heads of HS channels of a row of x (N, W) with queryWeight (HS), and of the next
// `keyHeads` with keyWeight (HS); the rest of a row is copied. A workgroup owns a head, or the rest of a row, at a time.
const THREADS: u32 = 64u;
struct Params {
  x_at: u32, queryWeight_at: u32, keyWeight_at: u32, out_at: u32,
  N: u32, W: u32, HS: u32, heads: u32, keyHeads: u32, epsilon: f32,
}
@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> queryWeight: array<f32>;
@group(0) @binding(2) var<storage, read> keyWeight: array<f32>;
@group(0) @binding(3) var<storage, read_write> out: array<f32>;
@group(1) @binding(0) var<uniform> params: Params;

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
        out[params.out_at + first + c] = x[params.x_at + first + c];
      }
      continue;
    }
    var squares = 0.0;
    for (var c = lane; c < HS; c += THREADS) {
      let value = x[params.x_at + first + c];
      squares += value * value;
    }
    let rstd = 1.0 / sqrt(workgroup_sum(lane, squares) / f32(HS) + params.epsilon);
    for (var c = lane; c < HS; c += THREADS) {
      var weight = 0.0;
      if (head < params.heads) {
        weight = queryWeight[params.queryWeight_at + c];
      } else {
        weight = keyWeight[params.keyWeight_at + c];
      }
      out[params.out_at + first + c] = x[params.x_at + first + c] * rstd * weight;
    }
  }
}
