// partials[workgroup] = the bits of the largest |x| of what the workgroup owns of x (rows, columns), whose rows begin stride elements
// after one another: every stride-th 256. The bits of numbers without a sign are in the order of the numbers; those of NaN come last.
const THREADS: u32 = 256u;
struct Params { x_at: u32, partials_at: u32, E: u32, columns: u32, stride: u32, }
@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read_write> partials: array<u32>;
@group(1) @binding(0) var<uniform> params: Params;

@compute @workgroup_size(THREADS)
fn main(
  @builtin(local_invocation_index) lane: u32,
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
) {
  var largest = 0u;
  for (var i = group.x * THREADS + lane; i < params.E; i += groups.x * THREADS) {
    let value = x[params.x_at + i / params.columns * params.stride + i % params.columns];
    largest = max(largest, bitcast<u32>(value) & 0x7fffffffu);
  }
  largest = workgroup_largest(lane, largest);
  if (lane == 0u) {
    partials[params.partials_at + group.x] = largest;
  }
}
