// Attention to a cache of keys and values (B, NKV, P, HS), where text b has positions[b] + T of them. Positions and channels are padded
// to cachePositions and cacheChannels; with CACHE16 a word holds two channels as bfloat16.
const CACHE16: bool = false;
struct Params {
  qkv_at: u32, positions_at: u32, keys_at: u32, values_at: u32, out_at: u32,
  T: u32, W: u32, Q: u32, HS: u32, NKV: u32, headsOfGroup: u32, cachePositions: u32, cacheChannels: u32, scale: f32,
}
@group(0) @binding(0) var<storage, read> qkv: array<f32>;
@group(0) @binding(1) var<storage, read> positions: array<i32>;
@group(0) @binding(2) var<storage, read> keys: array<u32>;
@group(0) @binding(3) var<storage, read> values: array<u32>;
@group(0) @binding(4) var<storage, read_write> out: array<f32>;
@group(1) @binding(0) var<uniform> params: Params;

fn past_of(b: u32) -> u32 {
  return u32(positions[params.positions_at + b]);
}

fn place_of(b: u32, head: u32, s: u32, c: u32) -> u32 {
  return ((b * params.NKV + head) * params.cachePositions + s) * params.cacheChannels + c;
}

fn key_at(b: u32, head: u32, s: u32, c: u32) -> f32 {
  let i = place_of(b, head, s, c);
  if (CACHE16) {
    return bfloat16_of(keys[params.keys_at + i / 2u], i % 2u);
  }
  return bitcast<f32>(keys[params.keys_at + i]);
}

fn value_at(b: u32, head: u32, s: u32, c: u32) -> f32 {
  let i = place_of(b, head, s, c);
  if (CACHE16) {
    return bfloat16_of(values[params.values_at + i / 2u], i % 2u);
  }
  return bitcast<f32>(values[params.values_at + i]);
}

fn keep_log_sum(i: u32, value: f32) {}
