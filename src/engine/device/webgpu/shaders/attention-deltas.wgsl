// deltas (B, NH, T) = Σ dOut · out over the channels of a head, of dOut and out (B, T, Q): Σ_s weight_s · dWeight_s, which the
// softmax takes from each dWeight. Each thread owns every stride-th row of a head.
struct Params { dOut_at: u32, out_at: u32, deltas_at: u32, T: u32, NH: u32, HS: u32, heads: u32, }
@group(0) @binding(0) var<storage, read> dOut: array<f32>;
@group(0) @binding(1) var<storage, read> out: array<f32>;
@group(0) @binding(2) var<storage, read_write> deltas: array<f32>;
@group(1) @binding(0) var<uniform> params: Params;

@compute @workgroup_size(256)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  for (var i = id.x; i < params.heads; i += groups.x * 256u) {
    var sum = 0.0;
    for (var c = 0u; c < params.HS; c++) {
      sum += dOut[params.dOut_at + i * params.HS + c] * out[params.out_at + i * params.HS + c];
    }
    let row = i / params.NH;
    let h = i % params.NH;
    deltas[params.deltas_at + ((row / params.T) * params.NH + h) * params.T + row % params.T] = sum;
  }
}
