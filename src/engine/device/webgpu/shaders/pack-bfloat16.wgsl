// out (C, OC, bfloat16) = weight (C, OC), or weight (OC, C) transposed: a word holds rows 2i and 2i + 1 of a column, in rows of
// `padded` columns. Each thread owns every stride-th word.
const TRANSPOSED: bool = false;
struct Params { weight_at: u32, out_at: u32, C: u32, OC: u32, padded: u32, words: u32, }
@group(0) @binding(0) var<storage, read> weight: array<f32>;
@group(0) @binding(1) var<storage, read_write> out: array<u32>;
@group(1) @binding(0) var<uniform> params: Params;

fn bits_at(c: u32, o: u32) -> u32 {
  if (c >= params.C || o >= params.OC) {
    return 0u;
  }
  let i = select(c * params.OC + o, o * params.C + c, TRANSPOSED);
  return bfloat16_bits(weight[params.weight_at + i]);
}

@compute @workgroup_size(256)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  for (var i = id.x; i < params.words; i += groups.x * 256u) {
    let c = (i / params.padded) * 2u;
    let o = i % params.padded;
    out[params.out_at + i] = bits_at(c, o) | (bits_at(c + 1u, o) << 16u);
  }
}
