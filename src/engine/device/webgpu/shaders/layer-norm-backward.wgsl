// dX (N, C) += the gradient of a norm, of dOut (N, C) and what the forward left, with normalised = (x − mean) · rstd:
//     dNormalised = dOut · weight
//     dX += rstd (dNormalised − mean over the row of dNormalised − normalised · mean over the row of dNormalised · normalised)
// where rmsNorm, CENTRED false, has no mean and no first of the two sums. A workgroup owns a row at a time.
const THREADS: u32 = 256u;
const CENTRED: bool = true;
struct Params {
  dOut_at: u32, x_at: u32, weight_at: u32, mean_at: u32, rstd_at: u32, dX_at: u32, N: u32, C: u32,
}
@group(0) @binding(0) var<storage, read> dOut: array<f32>;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read> weight: array<f32>;
@group(0) @binding(3) var<storage, read> mean: array<f32>;
@group(0) @binding(4) var<storage, read> rstd: array<f32>;
@group(0) @binding(5) var<storage, read_write> dX: array<f32>;
@group(1) @binding(0) var<uniform> params: Params;

@compute @workgroup_size(THREADS)
fn main(
  @builtin(local_invocation_index) lane: u32,
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
) {
  let C = params.C;
  for (var n = group.x; n < params.N; n += groups.x) {
    var rowMean = 0.0;
    if (CENTRED) {
      rowMean = mean[params.mean_at + n];
    }
    let rowRstd = rstd[params.rstd_at + n];
    var sum = 0.0;
    var sumWithNormalised = 0.0;
    for (var c = lane; c < C; c += THREADS) {
      let dNormalised = dOut[params.dOut_at + n * C + c] * weight[params.weight_at + c];
      sum += dNormalised;
      sumWithNormalised += dNormalised * (x[params.x_at + n * C + c] - rowMean) * rowRstd;
    }
    var first = 0.0;
    if (CENTRED) {
      first = workgroup_sum(lane, sum) / f32(C);
    }
    let second = workgroup_sum(lane, sumWithNormalised) / f32(C);
    for (var c = lane; c < C; c += THREADS) {
      let dNormalised = dOut[params.dOut_at + n * C + c] * weight[params.weight_at + c];
      let normalised = (x[params.x_at + n * C + c] - rowMean) * rowRstd;
      dX[params.dX_at + n * C + c] += rowRstd * (dNormalised - first - normalised * second);
    }
  }
}
