// out (N, C) = (x − mean) · rstd · weight (C) + bias (C) with mean (N) and rstd (N) = 1/√(variance + epsilon) of each row of x
// (N, C); with CENTRED false it is rmsNorm: no mean and no bias. A workgroup owns a row at a time, each thread every stride-th element.
const THREADS: u32 = 256u;
const CENTRED: bool = true;
const HAS_MEAN: bool = true;
const HAS_RSTD: bool = true;
struct Params {
  x_at: u32, weight_at: u32, bias_at: u32, out_at: u32, mean_at: u32, rstd_at: u32, N: u32, C: u32, epsilon: f32,
}
@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> weight: array<f32>;
@group(0) @binding(2) var<storage, read> bias: array<f32>;
@group(0) @binding(3) var<storage, read_write> out: array<f32>;
@group(0) @binding(4) var<storage, read_write> mean: array<f32>;
@group(0) @binding(5) var<storage, read_write> rstd: array<f32>;
@group(1) @binding(0) var<uniform> params: Params;

@compute @workgroup_size(THREADS)
fn main(
  @builtin(local_invocation_index) lane: u32,
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
) {
  let C = params.C;
  for (var n = group.x; n < params.N; n += groups.x) {
    let row = params.x_at + n * C;
    var rowMean = 0.0;
    if (CENTRED) {
      var sum = 0.0;
      for (var c = lane; c < C; c += THREADS) {
        sum += x[row + c];
      }
      rowMean = workgroup_sum(lane, sum) / f32(C);
    }
    var squares = 0.0;
    for (var c = lane; c < C; c += THREADS) {
      let difference = x[row + c] - rowMean;
      squares += difference * difference;
    }
    let rowRstd = 1.0 / sqrt(workgroup_sum(lane, squares) / f32(C) + params.epsilon);
    for (var c = lane; c < C; c += THREADS) {
      var value = (x[row + c] - rowMean) * rowRstd * weight[params.weight_at + c];
      if (CENTRED) {
        value += bias[params.bias_at + c];
      }
      out[params.out_at + n * C + c] = value;
    }
    if (lane == 0u) {
      if (HAS_MEAN) {
        mean[params.mean_at + n] = rowMean;
      }
      if (HAS_RSTD) {
        rstd[params.rstd_at + n] = rowRstd;
      }
    }
  }
}
