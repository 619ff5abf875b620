// Of every `rows` rows of each column of weight (C, OC), or of weight (OC, C) transposed: out = a 127th of their largest number,
// their scale in a packed matrix of int8 or q8_0, and inverses = 127 / largest. Not a number, if one of them is none. Each thread
// owns every stride-th scale.
const TRANSPOSED: bool = false;
struct Params {
  weight_at: u32, out_at: u32, inverses_at: u32, C: u32, OC: u32, padded: u32, rows: u32, scales: u32,
}
@group(0) @binding(0) var<storage, read> weight: array<f32>;
@group(0) @binding(1) var<storage, read_write> out: array<u32>;
@group(0) @binding(2) var<storage, read_write> inverses: array<f32>;
@group(1) @binding(0) var<uniform> params: Params;

@compute @workgroup_size(256)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  for (var i = id.x; i < params.scales; i += groups.x * 256u) {
    let block = i / params.OC;
    let o = i % params.OC;
    // Of numbers without their sign, the larger one has the larger bits, and what is not a number has the largest.
    var largest = 0u;
    for (var c = block * params.rows; c < min((block + 1u) * params.rows, params.C); c++) {
      let at = select(c * params.OC + o, o * params.C + c, TRANSPOSED);
      largest = max(largest, bitcast<u32>(weight[params.weight_at + at]) & 0x7fffffffu);
    }
    var scale = largest;
    var inverse = 0.0;
    if (largest > 0u && largest <= 0x7f800000u) {
      scale = bitcast<u32>(quotient(bitcast<f32>(largest), 127.0));
      inverse = quotient(127.0, bitcast<f32>(largest));
    }
    out[params.out_at + block * params.padded + o] = scale;
    inverses[params.inverses_at + i] = inverse;
  }
}
