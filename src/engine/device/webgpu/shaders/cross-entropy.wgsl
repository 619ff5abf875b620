// losses (N) = log Σ e^logits − logits[target] of each row of logits (N, V); with GRADIENT the row becomes its gradient
// lossScale (softmax − 1 at the target). A target of −1 means none: loss 0, gradient 0. A workgroup owns a row at a time.
const THREADS: u32 = 256u;
const GRADIENT: bool = true;
struct Params { logits_at: u32, targets_at: u32, losses_at: u32, N: u32, V: u32, lossScale: f32, }
@group(0) @binding(0) var<storage, read_write> logits: array<f32>;
@group(0) @binding(1) var<storage, read> targets: array<i32>;
@group(0) @binding(2) var<storage, read_write> losses: array<f32>;
@group(1) @binding(0) var<uniform> params: Params;

var<workgroup> highest: array<f32, THREADS>;

@compute @workgroup_size(THREADS)
fn main(
  @builtin(local_invocation_index) lane: u32,
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
) {
  let V = params.V;
  for (var n = group.x; n < params.N; n += groups.x) {
    let row = params.logits_at + n * V;
    let goal = targets[params.targets_at + n];
    var top = logits[row];
    for (var v = lane; v < V; v += THREADS) {
      top = max(top, logits[row + v]);
    }
    workgroupBarrier();
    highest[lane] = top;
    workgroupBarrier();
    for (var half = THREADS / 2u; half > 0u; half /= 2u) {
      if (lane < half) {
        highest[lane] = max(highest[lane], highest[lane + half]);
      }
      workgroupBarrier();
    }
    top = highest[0];
    var sum = 0.0;
    for (var v = lane; v < V; v += THREADS) {
      sum += exp(logits[row + v] - top);
    }
    let total = workgroup_sum(lane, sum);
    if (lane == 0u) {
      var loss = 0.0;
      if (goal >= 0) {
        loss = top + log(total) - logits[row + u32(goal)];
      }
      losses[params.losses_at + n] = loss;
    }
    storageBarrier();
    workgroupBarrier();
    if (GRADIENT) {
      for (var v = lane; v < V; v += THREADS) {
        var gradient = 0.0;
        if (goal >= 0) {
          let probability = exp(logits[row + v] - top) / total;
          gradient = params.lossScale * (probability - select(0.0, 1.0, v == u32(goal)));
        }
        logits[row + v] = gradient;
      }
    }
  }
}
