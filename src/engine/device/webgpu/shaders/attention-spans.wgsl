// The first half of attention to a cache where each text has a single query, as in decoding: a workgroup takes one span of keys of one
// query head and keeps its sums in parts (B, NH, spans, HS + 2): the highest score, Σ weights, Σ weights · value. One thread for each
// key, then one for each channel. Scores and sums are those of attention.wgsl with IN_SPANS, to the last bit: tile after tile of
// EDGE keys, scaled down when a higher score appears.
const EDGE: u32 = 16u;
const CACHE16: bool = false;
const TILES = SPAN / EDGE;
struct Params {
  qkv_at: u32, positions_at: u32, keys_at: u32, values_at: u32, parts_at: u32,
  W: u32, Q: u32, HS: u32, NKV: u32, headsOfGroup: u32, cachePositions: u32, vectors: u32, spans: u32, scale: f32,
}
@group(0) @binding(0) var<storage, read> qkv: array<f32>;
@group(0) @binding(1) var<storage, read> positions: array<i32>;
@group(0) @binding(2) var<storage, read> keys: array<vec4u>;
@group(0) @binding(3) var<storage, read> values: array<vec4u>;
@group(0) @binding(4) var<storage, read_write> parts: array<f32>;
@group(1) @binding(0) var<uniform> params: Params;

var<workgroup> scores: array<f32, SPAN>;
var<workgroup> weights: array<f32, SPAN>;
// For each tile: the highest score up to it, and what the sums before it are multiplied with.
var<workgroup> highest: array<f32, TILES>;
var<workgroup> kept: array<f32, TILES>;

@compute @workgroup_size(SPAN)
fn main(@builtin(local_invocation_index) lane: u32, @builtin(workgroup_id) group: vec3u) {
  let NH = params.Q / params.HS;
  let b = group.y / NH;
  let h = group.y % NH;
  let position = u32(positions[params.positions_at + b]);
  let first = group.x * SPAN;
  let head = (b * params.NKV + h / params.headsOfGroup) * params.cachePositions;
  let isSeen = first + lane <= position;
  scores[lane] = LOWEST;
  if (isSeen) {
    scores[lane] = params.scale * dot_with_key(params.qkv_at + b * params.W + h * params.HS, head + first + lane);
  }
  workgroupBarrier();
  if (lane == 0u) {
    var before = LOWEST;
    for (var tile = 0u; tile < TILES; tile++) {
      var now = before;
      for (var k = 0u; k < EDGE; k++) {
        now = max(now, scores[tile * EDGE + k]);
      }
      highest[tile] = now;
      kept[tile] = exp(before - now);
      before = now;
    }
  }
  workgroupBarrier();
  weights[lane] = select(0.0, exp(scores[lane] - highest[lane / EDGE]), isSeen);
  workgroupBarrier();
  // Beyond the last key tiles would change nothing; a span without any is not merged.
  let keysOfSpan = min(SPAN, position + 1u - min(first, position + 1u));
  let tiles = (keysOfSpan + EDGE - 1u) / EDGE;
  let part = params.parts_at + (group.y * params.spans + group.x) * (params.HS + 2u);
  for (var c = lane; c < params.HS; c += SPAN) {
    var sum = 0.0;
    for (var tile = 0u; tile < tiles; tile++) {
      sum *= kept[tile];
      let end = min(keysOfSpan, (tile + 1u) * EDGE);
      for (var k = tile * EDGE; k < end; k++) {
        sum = fma(weights[k], value_at(head + first + k, c), sum);
      }
    }
    parts[part + 2u + c] = sum;
  }
  if (lane == 0u) {
    var total = 0.0;
    for (var tile = 0u; tile < tiles; tile++) {
      var totalOfTile = 0.0;
      for (var k = tile * EDGE; k < (tile + 1u) * EDGE; k++) {
        totalOfTile += weights[k];
      }
      total = fma(total, kept[tile], totalOfTile);
    }
    parts[part] = highest[TILES - 1u];
    parts[part + 1u] = total;
  }
}

// Channels are added up in order.
fn dot_with_key(query: u32, row: u32) -> f32 {
  let start = params.keys_at / 4u + row * params.vectors;
  var score = 0.0;
  for (var i = 0u; i < params.vectors; i++) {
    let words = keys[start + i];
    for (var w = 0u; w < 4u; w++) {
      if (CACHE16) {
        score = fma(qkv[query + i * 8u + 2u * w], bfloat16_of(words[w], 0u), score);
        score = fma(qkv[query + i * 8u + 2u * w + 1u], bfloat16_of(words[w], 1u), score);
      } else {
        score = fma(qkv[query + i * 4u + w], bitcast<f32>(words[w]), score);
      }
    }
  }
  return score;
}

fn value_at(row: u32, c: u32) -> f32 {
  let word = select(c, c / 2u, CACHE16);
  let bits = values[params.values_at / 4u + row * params.vectors + word / 4u][word % 4u];
  if (CACHE16) {
    return bfloat16_of(bits, c % 2u);
  }
  return bitcast<f32>(bits);
}
