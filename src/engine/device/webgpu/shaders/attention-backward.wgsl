// What both halves of the backward of attention share: tensors, and how a tile of rows reaches workgroup memory.
// EDGE · EDGE threads; EDGE of them share a row, each takes one row of a tile of EDGE others, then CHANNELS channels of the sums.
const EDGE: u32 = 16u;
const CHANNELS: u32 = 4u;
const WIDTH = EDGE * CHANNELS + 1u;
struct Params {
  dOut_at: u32, qkv_at: u32, logSumExp_at: u32, deltas_at: u32, dQkv_at: u32,
  T: u32, W: u32, Q: u32, HS: u32, headsOfGroup: u32, scale: f32,
}
@group(0) @binding(0) var<storage, read> dOut: array<f32>;
@group(0) @binding(1) var<storage, read> qkv: array<f32>;
@group(0) @binding(2) var<storage, read> logSumExp: array<f32>;
@group(0) @binding(3) var<storage, read> deltas: array<f32>;
@group(0) @binding(4) var<storage, read_write> dQkv: array<f32>;
@group(1) @binding(0) var<uniform> params: Params;

var<workgroup> tile: array<f32, EDGE * WIDTH>;

// Rows of qkv, in text b from row `first` on, from channel `channel` on; zeros where there are none.
fn qkv_value(b: u32, row: u32, channel: u32, c: u32) -> f32 {
  if (row >= params.T || c >= params.HS) {
    return 0.0;
  }
  return qkv[params.qkv_at + (b * params.T + row) * params.W + channel + c];
}

fn dOut_value(b: u32, row: u32, h: u32, c: u32) -> f32 {
  if (row >= params.T || c >= params.HS) {
    return 0.0;
  }
  return dOut[params.dOut_at + (b * params.T + row) * params.Q + h * params.HS + c];
}

fn load_qkv(lane: u32, r: u32, b: u32, first: u32, channel: u32) {
  for (var c = lane; c < EDGE * CHANNELS; c += EDGE) {
    tile[r * WIDTH + c] = qkv_value(b, first + r, channel, c);
  }
}

fn load_dOut(lane: u32, r: u32, b: u32, first: u32, h: u32) {
  for (var c = lane; c < EDGE * CHANNELS; c += EDGE) {
    tile[r * WIDTH + c] = dOut_value(b, first + r, h, c);
  }
}
