// parameter (E) −= rate · gradient (E). Each thread owns every stride-th element.
struct Params { parameter_at: u32, gradient_at: u32, E: u32, rate: f32, }
@group(0) @binding(0) var<storage, read_write> parameter: array<f32>;
@group(0) @binding(1) var<storage, read> gradient: array<f32>;
@group(1) @binding(0) var<uniform> params: Params;

@compute @workgroup_size(256)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  for (var i = id.x; i < params.E; i += groups.x * 256u) {
    parameter[params.parameter_at + i] -= params.rate * gradient[params.gradient_at + i];
  }
}
