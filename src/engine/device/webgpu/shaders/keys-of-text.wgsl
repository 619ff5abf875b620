// Attention of a text to itself: keys and values are in the rows of qkv (B, T, W), after Q channels of queries.
// logSumExp (B, NH, T) is kept for the backward.
struct Params {
  qkv_at: u32, out_at: u32, logSumExp_at: u32, T: u32, W: u32, Q: u32, HS: u32, headsOfGroup: u32, scale: f32,
}
@group(0) @binding(0) var<storage, read> qkv: array<f32>;
@group(0) @binding(1) var<storage, read_write> out: array<f32>;
@group(0) @binding(2) var<storage, read_write> logSumExp: array<f32>;
@group(1) @binding(0) var<uniform> params: Params;

fn past_of(b: u32) -> u32 {
  return 0u;
}

fn key_at(b: u32, head: u32, s: u32, c: u32) -> f32 {
  return qkv[params.qkv_at + (b * params.T + s) * params.W + params.Q + head * params.HS + c];
}

fn value_at(b: u32, head: u32, s: u32, c: u32) -> f32 {
  return key_at(b, head, s, (params.W - params.Q) / 2u + c);
}

fn keep_log_sum(i: u32, value: f32) {
  logSumExp[params.logSumExp_at + i] = value;
}
