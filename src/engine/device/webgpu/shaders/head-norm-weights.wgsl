// partials (chunks, HS): partials[chunk, c] = Σ dOut · x · rstd of element c of heads firstHead … firstHead + count − 1 of the rows of a
// chunk, of dOut (N, W) and x (N, W). A workgroup owns a chunk of rows, and goes through their heads one by one.
const THREADS: u32 = 64u;
// Of 64 elements that a thread owns in turn: HS / 64, rounded up.
const PLACES: u32 = 4u;
struct Params {
  dOut_at: u32, x_at: u32, partials_at: u32, N: u32, W: u32, HS: u32, firstHead: u32, count: u32, rows: u32, epsilon: f32,
}
@group(0) @binding(0) var<storage, read> dOut: array<f32>;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read_write> partials: array<f32>;
@group(1) @binding(0) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(@builtin(local_invocation_index) lane: u32, @builtin(workgroup_id) group: vec3u) {
  let HS = params.HS;
  var totals: array<f32, PLACES>;
  let end = min(params.N, (group.x + 1u) * params.rows);
  for (var i = group.x * params.rows * params.count; i < end * params.count; i++) {
    let first = (i / params.count) * params.W + (params.firstHead + i % params.count) * HS;
    var squares = 0.0;
    for (var c = lane; c < HS; c += THREADS) {
      let value = x[params.x_at + first + c];
      squares += value * value;
    }
    let rstd = 1.0 / sqrt(workgroup_sum(lane, squares) / f32(HS) + params.epsilon);
    for (var place = 0u; place < PLACES; place++) {
      let c = lane + place * THREADS;
      if (c < HS) {
        totals[place] += dOut[params.dOut_at + first + c] * x[params.x_at + first + c] * rstd;
      }
    }
  }
  for (var place = 0u; place < PLACES; place++) {
    let c = lane + place * THREADS;
    if (c < HS) {
      partials[params.partials_at + group.x * HS + c] = totals[place];
    }
  }
}
