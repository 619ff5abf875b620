// The second half: out (B, 1, Q) of what attention-spans.wgsl left in parts (B, NH, spans, HS + 2), merged span after span, as many as
// a text has. Workgroup (1, b · NH + h); each thread owns a channel, or every stride-th.
struct Params { positions_at: u32, parts_at: u32, out_at: u32, NH: u32, HS: u32, spans: u32, }
@group(0) @binding(0) var<storage, read> positions: array<i32>;
@group(0) @binding(1) var<storage, read> parts: array<f32>;
@group(0) @binding(2) var<storage, read_write> out: array<f32>;
@group(1) @binding(0) var<uniform> params: Params;

@compute @workgroup_size(SPAN)
fn main(@builtin(local_invocation_index) lane: u32, @builtin(workgroup_id) group: vec3u) {
  let position = u32(positions[params.positions_at + group.y / params.NH]);
  let size = params.HS + 2u;
  let start = params.parts_at + group.y * params.spans * size;
  for (var c = lane; c < params.HS; c += SPAN) {
    var highest = LOWEST;
    var total = 0.0;
    var sum = 0.0;
    for (var span = 0u; span <= position / SPAN; span++) {
      let part = start + span * size;
      let factors = merging(highest, parts[part]);
      total = merged(total, parts[part + 1u], factors);
      sum = merged(sum, parts[part + 2u + c], factors);
      highest = max(highest, parts[part]);
    }
    out[params.out_at + group.y * params.HS + c] = sum / total;
  }
}
