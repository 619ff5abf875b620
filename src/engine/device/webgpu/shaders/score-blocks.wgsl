// blocks (N, 2G) of scores (N, V): of each of the G blocks of 64 scores of a row first the highest, then, after all highest,
// Σ e^((score − highest) / temperature). What is not a number stays so in both. A workgroup owns a block at a time.
const THREADS: u32 = 64u;
struct Params { scores_at: u32, blocks_at: u32, N: u32, V: u32, G: u32, temperature: f32, }
@group(0) @binding(0) var<storage, read> scores: array<f32>;
@group(0) @binding(1) var<storage, read_write> blocks: array<f32>;
@group(1) @binding(0) var<uniform> params: Params;

var<workgroup> highest: array<f32, 64>;

fn is_number(value: f32) -> bool {
  return (bitcast<u32>(value) & 0x7fffffffu) <= 0x7f800000u;
}

@compute @workgroup_size(64)
fn main(
  @builtin(local_invocation_index) lane: u32,
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
) {
  for (var i = group.x; i < params.N * params.G; i += groups.x) {
    let n = i / params.G;
    let g = i % params.G;
    let token = g * 64u + lane;
    let isThere = token < params.V;
    // Beyond the end the first score of the block stands in.
    let score = scores[params.scores_at + n * params.V + select(g * 64u, token, isThere)];
    workgroupBarrier();
    highest[lane] = score;
    workgroupBarrier();
    for (var half = 32u; half > 0u; half /= 2u) {
      if (lane < half) {
        let a = highest[lane];
        let b = highest[lane + half];
        // What is not a number wins.
        highest[lane] = select(select(b, max(a, b), is_number(b)), a, !is_number(a));
      }
      workgroupBarrier();
    }
    let top = highest[0];
    var weight = 0.0;
    if (isThere) {
      weight = exp((score - top) / params.temperature);
    }
    let total = workgroup_sum(lane, weight);
    if (lane == 0u) {
      let at = params.blocks_at + n * 2u * params.G + g;
      blocks[at] = top;
      blocks[at + params.G] = select(top, total, is_number(top));
    }
  }
}
