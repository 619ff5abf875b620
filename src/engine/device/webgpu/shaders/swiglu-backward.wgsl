// dX (N, 2F) of dOut (N, F) and x (N, 2F). Each thread owns every stride-th element of dOut.
struct Params { dOut_at: u32, x_at: u32, dX_at: u32, E: u32, F: u32, }
@group(0) @binding(0) var<storage, read> dOut: array<f32>;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read_write> dX: array<f32>;
@group(1) @binding(0) var<uniform> params: Params;

@compute @workgroup_size(256)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  for (var i = id.x; i < params.E; i += groups.x * 256u) {
    let row_start = (i / params.F) * params.F;
    let gate = x[params.x_at + i + row_start];
    let up = x[params.x_at + i + row_start + params.F];
    let gradient = dOut[params.dOut_at + i];
    let opened = sigmoid(gate);
    // out = gate · sigmoid(gate) · up
    dX[params.dX_at + i + row_start] = gradient * up * opened * (1.0 + gate * (1.0 - opened));
    dX[params.dX_at + i + row_start + params.F] = gradient * gate * opened;
  }
}
