// out (E) = ½x(1 + tanh(√(2/π)(x + 0.044715x³))), x (E). Each thread owns every stride-th element.
struct Params { x_at: u32, out_at: u32, E: u32, }
@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read_write> out: array<f32>;
@group(1) @binding(0) var<uniform> params: Params;

@compute @workgroup_size(256)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  for (var i = id.x; i < params.E; i += groups.x * 256u) {
    let value = x[params.x_at + i];
    out[params.out_at + i] = 0.5 * value * (1.0 + inner_tanh(value));
  }
}
