// out (N, C, table16) = x (N, C) in bfloat16: a word holds columns 2i and 2i + 1 of a row, rows are whole words. Each thread owns
// every stride-th word.
struct Params { x_at: u32, out_at: u32, C: u32, rowWords: u32, words: u32, }
@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read_write> out: array<u32>;
@group(1) @binding(0) var<uniform> params: Params;

@compute @workgroup_size(256)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  for (var i = id.x; i < params.words; i += groups.x * 256u) {
    let c = (i % params.rowWords) * 2u;
    let first = params.x_at + (i / params.rowWords) * params.C + c;
    var word = bfloat16_bits(x[first]);
    if (c + 1u < params.C) {
      word |= bfloat16_bits(x[first + 1u]) << 16u;
    }
    out[params.out_at + i] = word;
  }
}
