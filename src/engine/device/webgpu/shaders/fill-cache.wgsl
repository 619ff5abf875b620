// cache (B, NKV, P, HS), at positions[b] + t, = the keys or the values in qkv (B, T, W), from channel `first` of a row on. With CACHE16
// they are rounded to bfloat16, two channels to a word. Each thread owns every stride-th word.
const CACHE16: bool = false;
struct Params {
  qkv_at: u32, positions_at: u32, cache_at: u32,
  T: u32, W: u32, HS: u32, NKV: u32, first: u32, cachePositions: u32, cacheChannels: u32, words: u32,
}
@group(0) @binding(0) var<storage, read> qkv: array<f32>;
@group(0) @binding(1) var<storage, read> positions: array<i32>;
@group(0) @binding(2) var<storage, read_write> cache: array<u32>;
@group(1) @binding(0) var<uniform> params: Params;

@compute @workgroup_size(256)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let step = select(1u, 2u, CACHE16);
  let wordsOfHead = params.cacheChannels / step;
  for (var i = id.x; i < params.words; i += groups.x * 256u) {
    let c = (i % wordsOfHead) * step;
    let head = (i / wordsOfHead) % params.NKV;
    let row = i / wordsOfHead / params.NKV;
    let b = row / params.T;
    let s = u32(positions[params.positions_at + b]) + row % params.T;
    let origin = params.qkv_at + row * params.W + params.first + head * params.HS + c;
    let place = ((b * params.NKV + head) * params.cachePositions + s) * params.cacheChannels + c;
    if (CACHE16) {
      var word = bfloat16_bits(qkv[origin]);
      if (c + 1u < params.HS) {
        word |= bfloat16_bits(qkv[origin + 1u]) << 16u;
      }
      cache[params.cache_at + place / 2u] = word;
    } else if (c < params.HS) {
      cache[params.cache_at + place] = bitcast<u32>(qkv[origin]);
    }
  }
}
