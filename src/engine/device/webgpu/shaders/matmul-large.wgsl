// The product of product.wgsl for so many rows and columns that large tiles keep every part of a GPU busy. A workgroup owns a tile of
// 128 · 64 of out, each of its 16 · 16 threads 8 · 4 of that: 32 multiply-adds for three vectors from workgroup memory.
// Tiles of 128 · 16 of left and of 16 · 64 of right pass through it, in rows of 33 and 17 vectors so that threads write to
// different banks.
const TILES_OF_SEGMENT = SEGMENT / 16u;
const LEFT_ROW = 33u;
const RIGHT_ROW = 17u;
var<workgroup> leftTile: array<vec4<Operand>, 528>;
var<workgroup> rightTile: array<vec4<Operand>, 272>;

@compute @workgroup_size(256)
fn main(@builtin(local_invocation_index) lane: u32, @builtin(workgroup_id) group: vec3u) {
  let firstRow = group.y * 128u;
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
  var total4 = vec4f();
  var total5 = vec4f();
  var total6 = vec4f();
  var total7 = vec4f();
  var sum0 = vec4f();
  var sum1 = vec4f();
  var sum2 = vec4f();
  var sum3 = vec4f();
  var sum4 = vec4f();
  var sum5 = vec4f();
  var sum6 = vec4f();
  var sum7 = vec4f();
  let tiles = (params.inner + 15u) / 16u;
  for (var tile = 0u; tile < tiles; tile++) {
    let leftK = tile * 16u + leftPlace.y;
    let newLeft = left4(firstRow + leftPlace.x * 4u, leftK);
    let newLowerLeft = left4(firstRow + 64u + leftPlace.x * 4u, leftK);
    let newRight = right4(tile * 16u + rightPlace.y, firstColumn + rightPlace.x * 4u);
    workgroupBarrier();
    leftTile[leftPlace.y * LEFT_ROW + leftPlace.x] = newLeft;
    leftTile[leftPlace.y * LEFT_ROW + 16u + leftPlace.x] = newLowerLeft;
    rightTile[rightPlace.y * RIGHT_ROW + rightPlace.x] = newRight;
    workgroupBarrier();
    for (var k = 0u; k < 16u; k++) {
      let a = vec4f(leftTile[k * LEFT_ROW + slow]);
      let lower = vec4f(leftTile[k * LEFT_ROW + 16u + slow]);
      let b = vec4f(rightTile[k * RIGHT_ROW + fast]);
      sum0 = fma(vec4f(a.x), b, sum0);
      sum1 = fma(vec4f(a.y), b, sum1);
      sum2 = fma(vec4f(a.z), b, sum2);
      sum3 = fma(vec4f(a.w), b, sum3);
      sum4 = fma(vec4f(lower.x), b, sum4);
      sum5 = fma(vec4f(lower.y), b, sum5);
      sum6 = fma(vec4f(lower.z), b, sum6);
      sum7 = fma(vec4f(lower.w), b, sum7);
    }
    if (tile % TILES_OF_SEGMENT == TILES_OF_SEGMENT - 1u) {
      total0 += sum0;
      total1 += sum1;
      total2 += sum2;
      total3 += sum3;
      total4 += sum4;
      total5 += sum5;
      total6 += sum6;
      total7 += sum7;
      sum0 = vec4f();
      sum1 = vec4f();
      sum2 = vec4f();
      sum3 = vec4f();
      sum4 = vec4f();
      sum5 = vec4f();
      sum6 = vec4f();
      sum7 = vec4f();
    }
  }
  let outRow = firstRow + slow * 4u;
  let outColumn = firstColumn + fast * 4u;
  store4(outRow, outColumn, total0 + sum0);
  store4(outRow + 1u, outColumn, total1 + sum1);
  store4(outRow + 2u, outColumn, total2 + sum2);
  store4(outRow + 3u, outColumn, total3 + sum3);
  store4(outRow + 64u, outColumn, total4 + sum4);
  store4(outRow + 65u, outColumn, total5 + sum5);
  store4(outRow + 66u, outColumn, total6 + sum6);
  store4(outRow + 67u, outColumn, total7 + sum7);
}
