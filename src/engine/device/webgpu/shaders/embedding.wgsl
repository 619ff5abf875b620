// out (B, T, C) = tokenTable (V, C) at tokens (B, T) + positionTable (P, C), if there is one, at positions (B) + t.
// Each thread owns every stride-th element of out.
const HAS_POSITIONTABLE: bool = true;
// Whether tokenTable holds bfloat16, two to a word, in rows of whole words.
const TABLE16: bool = false;
struct Params {
  tokens_at: u32, positions_at: u32, tokenTable_at: u32, positionTable_at: u32, out_at: u32, T: u32, C: u32, E: u32,
}
@group(0) @binding(0) var<storage, read> tokens: array<i32>;
@group(0) @binding(1) var<storage, read> positions: array<i32>;
@group(0) @binding(2) var<storage, read> tokenTable: array<u32>;
@group(0) @binding(3) var<storage, read> positionTable: array<f32>;
@group(0) @binding(4) var<storage, read_write> out: array<f32>;
@group(1) @binding(0) var<uniform> params: Params;

@compute @workgroup_size(256)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  for (var i = id.x; i < params.E; i += groups.x * 256u) {
    let place = i / params.C;
    let c = i % params.C;
    let token = u32(tokens[params.tokens_at + place]);
    var value = 0.0;
    if (TABLE16) {
      value = bfloat16_of(tokenTable[params.tokenTable_at + token * ((params.C + 1u) / 2u) + c / 2u], c % 2u);
    } else {
      value = bitcast<f32>(tokenTable[params.tokenTable_at + token * params.C + c]);
    }
    if (HAS_POSITIONTABLE) {
      let position = u32(positions[params.positions_at + place / params.T]) + place % params.T;
      value += positionTable[params.positionTable_at + position * params.C + c];
    }
    out[params.out_at + i] = value;
  }
}
