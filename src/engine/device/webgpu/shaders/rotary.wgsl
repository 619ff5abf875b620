// Turns the first `heads` heads of each row of qkv (B, T, W), of 2 HALF channels each, by the angles of row positions (B) + t of
// cosines and sines (P, HALF): element i with element i + HALF. direction −1 turns back. Each thread owns every stride-th pair.
struct Params {
  qkv_at: u32, positions_at: u32, cosines_at: u32, sines_at: u32, T: u32, W: u32, HALF: u32, heads: u32, pairs: u32, direction: f32,
}
@group(0) @binding(0) var<storage, read_write> qkv: array<f32>;
@group(0) @binding(1) var<storage, read> positions: array<i32>;
@group(0) @binding(2) var<storage, read> cosines: array<f32>;
@group(0) @binding(3) var<storage, read> sines: array<f32>;
@group(1) @binding(0) var<uniform> params: Params;

@compute @workgroup_size(256)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let pairsOfRow = params.heads * params.HALF;
  for (var i = id.x; i < params.pairs; i += groups.x * 256u) {
    let row = i / pairsOfRow;
    let head = (i % pairsOfRow) / params.HALF;
    let pair = i % params.HALF;
    let position = u32(positions[params.positions_at + row / params.T]) + row % params.T;
    let c = cosines[params.cosines_at + position * params.HALF + pair];
    let s = params.direction * sines[params.sines_at + position * params.HALF + pair];
    let first = params.qkv_at + row * params.W + head * 2u * params.HALF + pair;
    let second = first + params.HALF;
    let x1 = qkv[first];
    let x2 = qkv[second];
    qkv[first] = x1 * c - x2 * s;
    qkv[second] = x2 * c + x1 * s;
  }
}
