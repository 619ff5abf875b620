// out (E) = factor · x (E) after dropout + residual (E). out may be x or residual. Which elements stay is said in kept.wgsl.
// Each thread owns every stride-th element.
struct Params {
  x_at: u32, residual_at: u32, out_at: u32, E: u32, factor: f32,
  key: u32, secondKey: u32, least: u32, keptFactor: f32,
}
@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> residual: array<f32>;
@group(0) @binding(2) var<storage, read_write> out: array<f32>;
@group(1) @binding(0) var<uniform> params: Params;

const HAS_RESIDUAL: bool = true;

@compute @workgroup_size(256)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  for (var i = id.x; i < params.E; i += groups.x * 256u) {
    var value = params.factor * (x[params.x_at + i] * kept(i));
    if (HAS_RESIDUAL) {
      value += residual[params.residual_at + i];
    }
    out[params.out_at + i] = value;
  }
}
