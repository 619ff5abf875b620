// table (rows, C): table[row_of(n)] += dOut[n] for all n < N of dOut (N, C), where row_of(n) is tokens[n] or, with BY_POSITION, the
// place of n in its text of T tokens, after positions[n / T]. No two workgroups write to one row, so the sums are
// always taken in the same order: workgroup (g, n) owns columns 256 g … of row row_of(n) if no n before it has the same row.
const BY_POSITION: bool = false;
struct Params { dOut_at: u32, tokens_at: u32, positions_at: u32, table_at: u32, N: u32, T: u32, C: u32, }
@group(0) @binding(0) var<storage, read> dOut: array<f32>;
@group(0) @binding(1) var<storage, read> tokens: array<i32>;
@group(0) @binding(2) var<storage, read> positions: array<i32>;
@group(0) @binding(3) var<storage, read_write> table: array<f32>;
@group(1) @binding(0) var<uniform> params: Params;

var<workgroup> matches: array<u32, 256>;
var<workgroup> found: atomic<u32>;
var<workgroup> foundKinds: u32;

fn row_of(n: u32) -> u32 {
  if (BY_POSITION) {
    return u32(positions[params.positions_at + n / params.T]) + n % params.T;
  }
  return u32(tokens[params.tokens_at + n]);
}

@compute @workgroup_size(256)
fn main(
  @builtin(local_invocation_index) lane: u32,
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
) {
  let c = group.x * 256u + lane;
  for (var n = group.y; n < params.N; n += groups.y) {
    let row = row_of(n);
    var sum = 0.0;
    var isFirst = true;
    for (var chunk = 0u; chunk < params.N && isFirst; chunk += 256u) {
      let other = chunk + lane;
      workgroupBarrier();
      if (lane == 0u) {
        atomicStore(&found, 0u);
      }
      let isMatch = other < params.N && row_of(min(other, params.N - 1u)) == row;
      matches[lane] = select(0u, 1u, isMatch);
      workgroupBarrier();
      if (isMatch) {
        // The lowest bit says that there is an earlier one.
        atomicOr(&found, select(2u, 1u, other < n));
      }
      workgroupBarrier();
      if (lane == 0u) {
        foundKinds = atomicLoad(&found);
      }
      let kinds = workgroupUniformLoad(&foundKinds);
      if ((kinds & 1u) == 1u) {
        isFirst = false;
      } else if (kinds != 0u && c < params.C) {
        for (var i = 0u; i < 256u; i++) {
          if (matches[i] == 1u) {
            sum += dOut[params.dOut_at + (chunk + i) * params.C + c];
          }
        }
      }
    }
    if (isFirst && c < params.C) {
      table[params.table_at + row * params.C + c] += sum;
    }
  }
}
