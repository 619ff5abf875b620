// partials[workgroup] = Σ x² of the elements of x (E) that the workgroup owns: every stride-th 256.
const THREADS: u32 = 256u;
struct Params { x_at: u32, partials_at: u32, E: u32, }
@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read_write> partials: array<f32>;
@group(1) @binding(0) var<uniform> params: Params;

@compute @workgroup_size(256)
fn main(
  @builtin(local_invocation_index) lane: u32,
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
) {
  var sum = 0.0;
  for (var i = group.x * 256u + lane; i < params.E; i += groups.x * 256u) {
    let value = x[params.x_at + i];
    sum += value * value;
  }
  let total = workgroup_sum(lane, sum);
  if (lane == 0u) {
    partials[params.partials_at + group.x] = total;
  }
}
