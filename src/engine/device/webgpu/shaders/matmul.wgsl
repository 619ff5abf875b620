// The product of product.wgsl for many rows. A workgroup owns a tile of 64 · 64 of out, each of its 16 · 16 threads 4 · 4 of that.
// Tiles of 64 · 16 of left and of 16 · 64 of right pass through workgroup memory, in rows of 17 vectors so that threads write to
// different banks.
const TILES_OF_SEGMENT = SEGMENT / 16u;
const TILE_ROW = 17u;
var<workgroup> leftTile: array<vec4<Operand>, 272>;
var<workgroup> rightTile: array<vec4<Operand>, 272>;

@compute @workgroup_size(256)
fn main(@builtin(local_invocation_index) lane: u32, @builtin(workgroup_id) group: vec3u) {
  let firstRow = group.y * 64u;
  let firstColumn = group.x * 64u;
  // Neighbouring threads read neighbouring elements, whichever way a matrix lies.
  let slow = lane / 16u;
  let fast = lane % 16u;
  let leftPlace = select(vec2u(slow, fast), vec2u(fast, slow), LEFT_TRANSPOSED);
  let rightPlace = select(vec2u(fast, slow), vec2u(slow, fast), RIGHT_TRANSPOSED);
  var total0 = vec4f();
  var total1 = vec4f();
  var total2 = vec4f();
  var total3 = vec4f();
  var sum0 = vec4f();
  var sum1 = vec4f();
  var sum2 = vec4f();
  var sum3 = vec4f();
  let tiles = (params.inner + 15u) / 16u;
  for (var tile = 0u; tile < tiles; tile++) {
    let newLeft = left4(firstRow + leftPlace.x * 4u, tile * 16u + leftPlace.y);
    let newRight = right4(tile * 16u + rightPlace.y, firstColumn + rightPlace.x * 4u);
    workgroupBarrier();
    leftTile[leftPlace.y * TILE_ROW + leftPlace.x] = newLeft;
    rightTile[rightPlace.y * TILE_ROW + rightPlace.x] = newRight;
    workgroupBarrier();
    for (var k = 0u; k < 16u; k++) {
      let a = vec4f(leftTile[k * TILE_ROW + slow]);
      let b = vec4f(rightTile[k * TILE_ROW + fast]);
      sum0 = fma(vec4f(a.x), b, sum0);
      sum1 = fma(vec4f(a.y), b, sum1);
      sum2 = fma(vec4f(a.z), b, sum2);
      sum3 = fma(vec4f(a.w), b, sum3);
    }
    if (tile % TILES_OF_SEGMENT == TILES_OF_SEGMENT - 1u) {
      total0 += sum0;
      total1 += sum1;
      total2 += sum2;
      total3 += sum3;
      sum0 = vec4f();
      sum1 = vec4f();
      sum2 = vec4f();
      sum3 = vec4f();
    }
  }
  let outRow = firstRow + slow * 4u;
  let outColumn = firstColumn + fast * 4u;
  store4(outRow, outColumn, total0 + sum0);
  store4(outRow + 1u, outColumn, total1 + sum1);
  store4(outRow + 2u, outColumn, total2 + sum2);
  store4(outRow + 3u, outColumn, total3 + sum3);
}
