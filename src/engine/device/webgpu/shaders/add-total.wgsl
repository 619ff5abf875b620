// out (1) += Σ partials (E), by one workgroup.
const THREADS: u32 = 256u;
struct Params { partials_at: u32, out_at: u32, E: u32, }
@group(0) @binding(0) var<storage, read> partials: array<f32>;
@group(0) @binding(1) var<storage, read_write> out: array<f32>;
@group(1) @binding(0) var<uniform> params: Params;

@compute @workgroup_size(256)
fn main(@builtin(local_invocation_index) lane: u32) {
  var sum = 0.0;
  for (var i = lane; i < params.E; i += 256u) {
    sum += partials[params.partials_at + i];
  }
  let total = workgroup_sum(lane, sum);
  if (lane == 0u) {
    out[params.out_at] += total;
  }
}
