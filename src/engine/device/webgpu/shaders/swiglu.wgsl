// out (N, F) = gate · sigmoid(gate) · up; a row of x (N, 2F) is gate, then up. Each thread owns every stride-th element of out.
struct Params { x_at: u32, out_at: u32, E: u32, F: u32, }
@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read_write> out: array<f32>;
@group(1) @binding(0) var<uniform> params: Params;

@compute @workgroup_size(256)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  for (var i = id.x; i < params.E; i += groups.x * 256u) {
    let gate_at = params.x_at + i + (i / params.F) * params.F;
    let gate = x[gate_at];
    out[params.out_at + i] = gate * sigmoid(gate) * x[gate_at + params.F];
  }
}
