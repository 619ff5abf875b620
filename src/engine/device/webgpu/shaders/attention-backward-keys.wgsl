// The gradients of keys and values, in the other channels of dQkv (B, T, W), with weight and dScore as in
// attention-backward-queries.wgsl:
//     dKey = scale Σ_t dScore_t · q_t;  dValue = Σ_t weight_t · dOut_t
// over the queries that see the key, of all query heads that share it. A workgroup owns EDGE keys of one key head.
var<workgroup> keys: array<f32, EDGE * WIDTH>;
var<workgroup> values: array<f32, EDGE * WIDTH>;
var<workgroup> weights: array<f32, EDGE * EDGE>;
var<workgroup> dScores: array<f32, EDGE * EDGE>;

@compute @workgroup_size(EDGE * EDGE)
fn main(@builtin(local_invocation_index) index: u32, @builtin(workgroup_id) group: vec3u) {
  let lane = index % EDGE;
  let r = index / EDGE;
  let NH = params.Q / params.HS;
  let NKV = NH / params.headsOfGroup;
  let b = group.y / NKV;
  let keyHead = group.y % NKV;
  let keyChannel = params.Q + keyHead * params.HS;
  let valueChannel = keyChannel + (params.W - params.Q) / 2u;
  let s = group.x * EDGE + r;
  for (var c = lane; c < EDGE * CHANNELS; c += EDGE) {
    keys[r * WIDTH + c] = qkv_value(b, s, keyChannel, c);
    values[r * WIDTH + c] = qkv_value(b, s, valueChannel, c);
  }
  var dKey: array<f32, CHANNELS>;
  var dValue: array<f32, CHANNELS>;
  for (var member = 0u; member < params.headsOfGroup; member++) {
    let h = keyHead * params.headsOfGroup + member;
    for (var first = group.x * EDGE; first < params.T; first += EDGE) {
      let t = first + lane;
      workgroupBarrier();
      load_dOut(lane, r, b, first, h);
      workgroupBarrier();
      var dWeight = 0.0;
      for (var c = 0u; c < EDGE * CHANNELS; c++) {
        dWeight = fma(values[r * WIDTH + c], tile[lane * WIDTH + c], dWeight);
      }
      workgroupBarrier();
      load_qkv(lane, r, b, first, h * params.HS);
      workgroupBarrier();
      var score = 0.0;
      for (var c = 0u; c < EDGE * CHANNELS; c++) {
        score = fma(keys[r * WIDTH + c], tile[lane * WIDTH + c], score);
      }
      let statistics = (b * NH + h) * params.T + min(t, params.T - 1u);
      let exponent = min(score * params.scale - logSumExp[params.logSumExp_at + statistics], 0.0);
      let weight = select(0.0, exp(exponent), s <= t && t < params.T);
      weights[index] = weight;
      dScores[index] = weight * (dWeight - deltas[params.deltas_at + statistics]);
      workgroupBarrier();
      for (var k = 0u; k < EDGE; k++) {
        let dScore = dScores[r * EDGE + k];
        for (var channel = 0u; channel < CHANNELS; channel++) {
          dKey[channel] = fma(dScore, tile[k * WIDTH + lane + channel * EDGE], dKey[channel]);
        }
      }
      workgroupBarrier();
      load_dOut(lane, r, b, first, h);
      workgroupBarrier();
      for (var k = 0u; k < EDGE; k++) {
        let rowWeight = weights[r * EDGE + k];
        for (var channel = 0u; channel < CHANNELS; channel++) {
          dValue[channel] = fma(rowWeight, tile[k * WIDTH + lane + channel * EDGE], dValue[channel]);
        }
      }
    }
  }
  if (s >= params.T) {
    return;
  }
  let row = params.dQkv_at + (b * params.T + s) * params.W;
  for (var channel = 0u; channel < CHANNELS; channel++) {
    let c = lane + channel * EDGE;
    if (c < params.HS) {
      dQkv[row + keyChannel + c] = params.scale * dKey[channel];
      dQkv[row + valueChannel + c] = dValue[channel];
    }
  }
}
