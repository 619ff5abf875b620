// The product of product.wgsl with tiles of any size. A workgroup of EDGE · EDGE threads owns a tile of out; each thread owns
// ROW_VECTORS · COLUMN_VECTORS blocks of 4 · 4, every EDGE-th block of a tile in both directions. DEPTH rows of right at a time pass
// through workgroup memory. matmul.wgsl and matmul-large.wgsl are written out for one size, for compilers that keep arrays in memory.
const EDGE: u32 = 8u;
const ROW_VECTORS: u32 = 1u;
const COLUMN_VECTORS: u32 = 1u;
const DEPTH: u32 = 16u;
const THREADS = EDGE * EDGE;
const LEFT_VECTORS = EDGE * ROW_VECTORS;
const RIGHT_VECTORS = EDGE * COLUMN_VECTORS;
// One more, so that threads write to different banks.
const LEFT_ROW = LEFT_VECTORS + 1u;
const RIGHT_ROW = RIGHT_VECTORS + 1u;
const TILES_OF_SEGMENT = SEGMENT / DEPTH;
const SUMS = 4u * ROW_VECTORS * COLUMN_VECTORS;
var<workgroup> leftTile: array<vec4<Operand>, DEPTH * LEFT_ROW>;
var<workgroup> rightTile: array<vec4<Operand>, DEPTH * RIGHT_ROW>;

@compute @workgroup_size(THREADS)
fn main(@builtin(local_invocation_index) lane: u32, @builtin(workgroup_id) group: vec3u) {
  let firstRow = group.y * LEFT_VECTORS * 4u;
  let firstColumn = group.x * RIGHT_VECTORS * 4u;
  let slow = lane / EDGE;
  let fast = lane % EDGE;
  var totals: array<vec4f, SUMS>;
  var sums: array<vec4f, SUMS>;
  let tiles = (params.inner + DEPTH - 1u) / DEPTH;
  for (var tile = 0u; tile < tiles; tile++) {
    workgroupBarrier();
    // Neighbouring threads read neighbouring elements, whichever way a matrix lies.
    for (var i = lane; i < LEFT_VECTORS * DEPTH; i += THREADS) {
      let place = select(vec2u(i / DEPTH, i % DEPTH), vec2u(i % LEFT_VECTORS, i / LEFT_VECTORS), LEFT_TRANSPOSED);
      leftTile[place.y * LEFT_ROW + place.x] = left4(firstRow + place.x * 4u, tile * DEPTH + place.y);
    }
    for (var i = lane; i < RIGHT_VECTORS * DEPTH; i += THREADS) {
      let place = select(vec2u(i % RIGHT_VECTORS, i / RIGHT_VECTORS), vec2u(i / DEPTH, i % DEPTH), RIGHT_TRANSPOSED);
      rightTile[place.y * RIGHT_ROW + place.x] = right4(tile * DEPTH + place.y, firstColumn + place.x * 4u);
    }
    workgroupBarrier();
    for (var k = 0u; k < DEPTH; k++) {
      for (var r = 0u; r < ROW_VECTORS; r++) {
        let a = vec4f(leftTile[k * LEFT_ROW + r * EDGE + slow]);
        for (var c = 0u; c < COLUMN_VECTORS; c++) {
          let b = vec4f(rightTile[k * RIGHT_ROW + c * EDGE + fast]);
          let at = 4u * (r * COLUMN_VECTORS + c);
          sums[at] = fma(vec4f(a.x), b, sums[at]);
          sums[at + 1u] = fma(vec4f(a.y), b, sums[at + 1u]);
          sums[at + 2u] = fma(vec4f(a.z), b, sums[at + 2u]);
          sums[at + 3u] = fma(vec4f(a.w), b, sums[at + 3u]);
        }
      }
    }
    if (tile % TILES_OF_SEGMENT == TILES_OF_SEGMENT - 1u) {
      for (var i = 0u; i < SUMS; i++) {
        totals[i] += sums[i];
        sums[i] = vec4f();
      }
    }
  }
  for (var r = 0u; r < ROW_VECTORS; r++) {
    for (var c = 0u; c < COLUMN_VECTORS; c++) {
      for (var i = 0u; i < 4u; i++) {
        let at = 4u * (r * COLUMN_VECTORS + c) + i;
        store4(firstRow + (r * EDGE + slow) * 4u + i, firstColumn + (c * EDGE + fast) * 4u, totals[at] + sums[at]);
      }
    }
  }
}
