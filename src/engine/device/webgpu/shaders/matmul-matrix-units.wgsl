// The product of product.wgsl by the GPU's matrix units, which multiply M · K with K · N float16 numbers at once and add up in float32;
// all that is experimental in WGSL is in this file. The GPU chooses the order of sums. A workgroup of four subgroups owns a tile of
// 64 · 64 of out, each of them 32 · 32 of it. 32 rows of right at a time pass through workgroup memory, rounded, with zeros beyond
// the edges; sums leave through it as well, M rows at a time, since only the GPU knows which thread holds which of them.
enable f16;
enable subgroups;
enable subgroup_size_control;
enable chromium_experimental_subgroup_matrix;
const M: u32 = 16u;
const N: u32 = 16u;
const K: u32 = 16u;
const SUBGROUP: u32 = 32u;
const TILE = 64u;
const PART = 32u;
const DEPTH = 32u;
const THREADS = 4u * SUBGROUP;
alias Operand = f16;
alias Left = subgroup_matrix_left<f16, K, M>;
alias Right = subgroup_matrix_right<f16, N, K>;
alias Sums = subgroup_matrix_result<f32, N, M>;
var<workgroup> leftTile: array<f16, TILE * DEPTH>;
var<workgroup> rightTile: array<f16, DEPTH * TILE>;
var<workgroup> strips: array<f32, 4u * M * PART>;

@compute @workgroup_size(THREADS) @subgroup_size(SUBGROUP)
fn main(
  @builtin(local_invocation_index) lane: u32,
  @builtin(subgroup_id) subgroup: u32,
  @builtin(subgroup_invocation_id) own: u32,
  @builtin(workgroup_id) group: vec3u,
) {
  let firstRow = group.y * TILE;
  let firstColumn = group.x * TILE;
  let partRow = subgroup / 2u * PART;
  let partColumn = subgroup % 2u * PART;
  var sums: array<Sums, (PART / M) * (PART / N)>;
  for (var first = 0u; first < params.inner; first += DEPTH) {
    workgroupBarrier();
    // Neighbouring threads read neighbouring elements, whichever way a matrix lies.
    for (var i = lane; i < TILE * DEPTH; i += THREADS) {
      let place = select(vec2u(i / DEPTH, i % DEPTH), vec2u(i % TILE, i / TILE), LEFT_TRANSPOSED);
      leftTile[place.x * DEPTH + place.y] = f16(left_value(firstRow + place.x, first + place.y));
    }
    for (var i = lane; i < TILE * DEPTH; i += THREADS) {
      let place = select(vec2u(i % TILE, i / TILE), vec2u(i / DEPTH, i % DEPTH), RIGHT_TRANSPOSED);
      rightTile[place.y * TILE + place.x] = f16(right_or_zero(first + place.y, firstColumn + place.x));
    }
    workgroupBarrier();
    for (var k = 0u; k < DEPTH; k += K) {
      var rights: array<Right, PART / N>;
      for (var j = 0u; j < PART / N; j++) {
        rights[j] = subgroupMatrixLoad<Right, row_major>(&rightTile, k * TILE + partColumn + j * N, TILE);
      }
      for (var i = 0u; i < PART / M; i++) {
        let lefts = subgroupMatrixLoad<Left, row_major>(&leftTile, (partRow + i * M) * DEPTH + k, DEPTH);
        for (var j = 0u; j < PART / N; j++) {
          let at = i * (PART / N) + j;
          sums[at] = subgroupMatrixMultiplyAccumulate(lefts, rights[j], sums[at]);
        }
      }
    }
  }
  let strip = subgroup * M * PART;
  for (var i = 0u; i < PART / M; i++) {
    workgroupBarrier();
    for (var j = 0u; j < PART / N; j++) {
      subgroupMatrixStore<row_major>(&strips, strip + j * N, sums[i * (PART / N) + j], PART);
    }
    workgroupBarrier();
    for (var e = own; e < M * PART; e += SUBGROUP) {
      store(firstRow + partRow + i * M + e / PART, firstColumn + partColumn + e % PART, strips[strip + e]);
    }
  }
}
