// out (E) = value. Each thread owns every stride-th element.
struct Params { out_at: u32, E: u32, value: f32, }
@group(0) @binding(0) var<storage, read_write> out: array<f32>;
@group(1) @binding(0) var<uniform> params: Params;

@compute @workgroup_size(256)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  for (var i = id.x; i < params.E; i += groups.x * 256u) {
    out[params.out_at + i] = params.value;
  }
}
