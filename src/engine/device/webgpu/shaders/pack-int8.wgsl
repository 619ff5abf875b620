// out (C, OC, int8 or q8_0) = weight (C, OC), or weight (OC, C) transposed, each number times the inverse of its `rows` rows of a
// column from int8-scales.wgsl, to the nearest, ties to even. Each thread owns every stride-th word of four columns.
const TRANSPOSED: bool = false;
struct Params { weight_at: u32, inverses_at: u32, out_at: u32, C: u32, OC: u32, padded: u32, rows: u32, words: u32, }
@group(0) @binding(0) var<storage, read> weight: array<f32>;
@group(0) @binding(1) var<storage, read> inverses: array<f32>;
@group(0) @binding(2) var<storage, read_write> out: array<u32>;
@group(1) @binding(0) var<uniform> params: Params;

fn whole_at(c: u32, o: u32) -> u32 {
  if (o >= params.OC) {
    return 0u;
  }
  let i = select(c * params.OC + o, o * params.C + c, TRANSPOSED);
  let whole = i32(round(weight[params.weight_at + i] * inverses[params.inverses_at + c / params.rows * params.OC + o]));
  return bitcast<u32>(whole) & 0xffu;
}

@compute @workgroup_size(256)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let numbers = params.out_at + (params.C + params.rows - 1u) / params.rows * params.padded;
  for (var i = id.x; i < params.words; i += groups.x * 256u) {
    let c = i * 4u / params.padded;
    let o = i * 4u % params.padded;
    let low = whole_at(c, o) | (whole_at(c, o + 1u) << 8u);
    out[numbers + i] = low | (whole_at(c, o + 2u) << 16u) | (whole_at(c, o + 3u) << 24u);
  }
}
