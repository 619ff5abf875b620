// partials (chunks, C): partials[chunk, c] = Σ dOut[n, c] over the rows n of a chunk, of dOut (N, C); with WITH_X each
// times the normalised x[n, c] = (x[n, c] − mean[n]) · rstd[n], as the gradients of the weights of norms are.
// Workgroup (g, chunk): each thread owns column 256 g + lane.
const WITH_X: bool = false;
const HAS_MEAN: bool = true;
struct Params { dOut_at: u32, x_at: u32, mean_at: u32, rstd_at: u32, partials_at: u32, N: u32, C: u32, rows: u32, }
@group(0) @binding(0) var<storage, read> dOut: array<f32>;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read> mean: array<f32>;
@group(0) @binding(3) var<storage, read> rstd: array<f32>;
@group(0) @binding(4) var<storage, read_write> partials: array<f32>;
@group(1) @binding(0) var<uniform> params: Params;

@compute @workgroup_size(256)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(workgroup_id) group: vec3u) {
  let c = id.x;
  if (c >= params.C) {
    return;
  }
  let first = group.y * params.rows;
  let end = min(params.N, first + params.rows);
  var sum = 0.0;
  for (var n = first; n < end; n++) {
    let gradient = dOut[params.dOut_at + n * params.C + c];
    if (WITH_X) {
      var value = x[params.x_at + n * params.C + c];
      if (HAS_MEAN) {
        value -= mean[params.mean_at + n];
      }
      sum += gradient * value * rstd[params.rstd_at + n];
    } else {
      sum += gradient;
    }
  }
  partials[params.partials_at + group.y * params.C + c] = sum;
}
