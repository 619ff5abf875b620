// Causal attention: out (B, T, Q) of the queries in qkv (B, T, W) and of keys and values that key_at and value_at read. A workgroup
// owns EDGE queries of one head; EDGE threads share a query: each takes one key of a tile of EDGE keys, then, over all of
// them, CHANNELS channels of the sum. Scores live one tile at a time: the sum is scaled down when a higher score appears (Milakov
// and Gimelshein, 2018; Dao et al., 2022). Keys are taken in order from the first on: a row's bits depend on that row alone.
// With IN_SPANS they are the bits of attention-spans.wgsl too: every SPAN keys have sums of their own, which are merged in order.
const EDGE: u32 = 16u;
const CHANNELS: u32 = 4u;
const WITH_LOG_SUM: bool = true;
const IN_SPANS: bool = false;
const WIDTH = EDGE * CHANNELS + 1u;

var<workgroup> queries: array<f32, EDGE * WIDTH>;
var<workgroup> tile: array<f32, EDGE * WIDTH>;
var<workgroup> weights: array<f32, EDGE * EDGE>;

@compute @workgroup_size(EDGE * EDGE)
fn main(@builtin(local_invocation_index) index: u32, @builtin(workgroup_id) group: vec3u) {
  let lane = index % EDGE;
  let r = index / EDGE;
  let NH = params.Q / params.HS;
  let b = group.y / NH;
  let h = group.y % NH;
  let keyHead = h / params.headsOfGroup;
  let past = past_of(b);
  let t = group.x * EDGE + r;
  let lastSeen = past + min(group.x * EDGE + EDGE, params.T) - 1u;
  for (var c = lane; c < EDGE * CHANNELS; c += EDGE) {
    var value = 0.0;
    if (c < params.HS && t < params.T) {
      value = qkv[params.qkv_at + (b * params.T + t) * params.W + h * params.HS + c];
    }
    queries[r * WIDTH + c] = value;
  }
  var sums: array<f32, CHANNELS>;
  var highest = LOWEST;
  var total = 0.0;
  var allSums: array<f32, CHANNELS>;
  var allHighest = LOWEST;
  var allTotal = 0.0;
  for (var first = 0u; first <= lastSeen; first += EDGE) {
    let own = first + r;
    workgroupBarrier();
    for (var c = lane; c < EDGE * CHANNELS; c += EDGE) {
      var value = 0.0;
      if (c < params.HS && own <= lastSeen) {
        value = key_at(b, keyHead, own, c);
      }
      tile[r * WIDTH + c] = value;
    }
    workgroupBarrier();
    var score = 0.0;
    for (var c = 0u; c < EDGE * CHANNELS; c++) {
      score = fma(queries[r * WIDTH + c], tile[lane * WIDTH + c], score);
    }
    let isSeen = first + lane <= past + t && first + lane <= lastSeen;
    score = select(LOWEST, score * params.scale, isSeen);
    weights[index] = score;
    workgroupBarrier();
    for (var c = lane; c < EDGE * CHANNELS; c += EDGE) {
      var value = 0.0;
      if (c < params.HS && own <= lastSeen) {
        value = value_at(b, keyHead, own, c);
      }
      tile[r * WIDTH + c] = value;
    }
    var newHighest = highest;
    for (var k = 0u; k < EDGE; k++) {
      newHighest = max(newHighest, weights[r * EDGE + k]);
    }
    workgroupBarrier();
    // Read back, so that no compiler rounds once where attention-spans.wgsl rounds twice.
    weights[index] = select(0.0, exp(weights[index] - newHighest), isSeen);
    workgroupBarrier();
    let kept = exp(highest - newHighest);
    highest = newHighest;
    for (var channel = 0u; channel < CHANNELS; channel++) {
      sums[channel] *= kept;
    }
    var totalOfTile = 0.0;
    for (var k = 0u; k < EDGE; k++) {
      let weight = weights[r * EDGE + k];
      totalOfTile += weight;
      for (var channel = 0u; channel < CHANNELS; channel++) {
        sums[channel] = fma(weight, tile[k * WIDTH + lane + channel * EDGE], sums[channel]);
      }
    }
    total = fma(total, kept, totalOfTile);
    if (IN_SPANS && ((first + EDGE) % SPAN == 0u || first + EDGE > lastSeen)) {
      let factors = merging(allHighest, highest);
      allTotal = merged(allTotal, total, factors);
      for (var channel = 0u; channel < CHANNELS; channel++) {
        allSums[channel] = merged(allSums[channel], sums[channel], factors);
        sums[channel] = 0.0;
      }
      allHighest = max(allHighest, highest);
      highest = LOWEST;
      total = 0.0;
    }
  }
  if (IN_SPANS) {
    sums = allSums;
    total = allTotal;
  }
  if (t >= params.T) {
    return;
  }
  for (var channel = 0u; channel < CHANNELS; channel++) {
    let c = lane + channel * EDGE;
    if (c < params.HS) {
      out[params.out_at + (b * params.T + t) * params.Q + h * params.HS + c] = sums[channel] / total;
    }
  }
  if (WITH_LOG_SUM && lane == 0u) {
    keep_log_sum(group.y * params.T + t, highest + log(total));
  }
}
