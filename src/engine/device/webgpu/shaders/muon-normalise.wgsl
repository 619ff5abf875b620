// update (E) /= the root of squares (1), or 1e-7 if that is less. Each thread owns every stride-th element.
struct Params { update_at: u32, squares_at: u32, E: u32, }
@group(0) @binding(0) var<storage, read_write> update: array<f32>;
@group(0) @binding(1) var<storage, read> squares: array<f32>;
@group(1) @binding(0) var<uniform> params: Params;

@compute @workgroup_size(256)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let norm = max(1e-7, sqrt(squares[params.squares_at]));
  for (var i = id.x; i < params.E; i += groups.x * 256u) {
    update[params.update_at + i] /= norm;
  }
}
