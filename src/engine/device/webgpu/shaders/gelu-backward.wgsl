// dX (E) = dOut (E) · gelu′(x), x (E). dX may be dOut. Each thread owns every stride-th element.
struct Params { dOut_at: u32, x_at: u32, dX_at: u32, E: u32, }
@group(0) @binding(0) var<storage, read> dOut: array<f32>;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read_write> dX: array<f32>;
@group(1) @binding(0) var<uniform> params: Params;

@compute @workgroup_size(256)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  for (var i = id.x; i < params.E; i += groups.x * 256u) {
    let value = x[params.x_at + i];
    let tanh = inner_tanh(value);
    let inner_slope = SQRT_2_OVER_PI * (1.0 + 3.0 * CUBIC * value * value);
    // out = ½x(1 + tanh)
    let slope = 0.5 * (1.0 + tanh) + 0.5 * value * (1.0 - tanh * tanh) * inner_slope;
    dX[params.dX_at + i] = dOut[params.dOut_at + i] * slope;
  }
}
