// The gradient of the queries, in the first Q channels of dQkv (B, T, W):
//     weight = exp(scale · q·k − logSumExp);  dScore = weight (dOut·v − delta);  dQuery = scale Σ_s dScore_s · k_s
// A workgroup owns EDGE queries of one head and goes through the keys that they see.
var<workgroup> queries: array<f32, EDGE * WIDTH>;
var<workgroup> gradients: array<f32, EDGE * WIDTH>;
var<workgroup> dScores: array<f32, EDGE * EDGE>;

@compute @workgroup_size(EDGE * EDGE)
fn main(@builtin(local_invocation_index) index: u32, @builtin(workgroup_id) group: vec3u) {
  let lane = index % EDGE;
  let r = index / EDGE;
  let NH = params.Q / params.HS;
  let b = group.y / NH;
  let h = group.y % NH;
  let keyChannel = params.Q + (h / params.headsOfGroup) * params.HS;
  let valueChannel = keyChannel + (params.W - params.Q) / 2u;
  let t = group.x * EDGE + r;
  for (var c = lane; c < EDGE * CHANNELS; c += EDGE) {
    queries[r * WIDTH + c] = qkv_value(b, t, h * params.HS, c);
    gradients[r * WIDTH + c] = dOut_value(b, t, h, c);
  }
  let statistics = group.y * params.T + min(t, params.T - 1u);
  let rowLogSumExp = logSumExp[params.logSumExp_at + statistics];
  let delta = deltas[params.deltas_at + statistics];
  var sums: array<f32, CHANNELS>;
  let end = min(params.T, group.x * EDGE + EDGE);
  for (var first = 0u; first < end; first += EDGE) {
    workgroupBarrier();
    load_qkv(lane, r, b, first, valueChannel);
    workgroupBarrier();
    var dWeight = 0.0;
    for (var c = 0u; c < EDGE * CHANNELS; c++) {
      dWeight = fma(gradients[r * WIDTH + c], tile[lane * WIDTH + c], dWeight);
    }
    workgroupBarrier();
    load_qkv(lane, r, b, first, keyChannel);
    workgroupBarrier();
    var score = 0.0;
    for (var c = 0u; c < EDGE * CHANNELS; c++) {
      score = fma(queries[r * WIDTH + c], tile[lane * WIDTH + c], score);
    }
    let isSeen = first + lane <= t && t < params.T;
    let weight = select(0.0, exp(min(score * params.scale - rowLogSumExp, 0.0)), isSeen);
    dScores[index] = weight * (dWeight - delta);
    workgroupBarrier();
    for (var k = 0u; k < EDGE; k++) {
      let dScore = dScores[r * EDGE + k];
      for (var channel = 0u; channel < CHANNELS; channel++) {
        sums[channel] = fma(dScore, tile[k * WIDTH + lane + channel * EDGE], sums[channel]);
      }
    }
  }
  if (t >= params.T) {
    return;
  }
  for (var channel = 0u; channel < CHANNELS; channel++) {
    let c = lane + channel * EDGE;
    if (c < params.HS) {
      dQkv[params.dQkv_at + (b * params.T + t) * params.W + h * params.HS + c] = params.scale * sums[channel];
    }
  }
}
