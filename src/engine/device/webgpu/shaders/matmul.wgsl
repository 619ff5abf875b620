// out (rows, columns) = factor · left (rows, inner) · right (inner, columns) + bias (columns) + residualFactor · residual
// (rows, columns). left_value and right_value read an element, from memory that may be transposed or packed; residual may be out.
//
// A workgroup owns a tile of 64 · 64 of out, each of its 16 · 16 threads 4 · 4 of that. Tiles of 64 · 16 of left and of
// 16 · 64 of right pass through workgroup memory, in rows of 17 vectors so that threads write to different banks.
// Sums run over `inner` in order, in segments of 128 that are added up: the bits of an element do not depend on `rows`.
const HAS_BIAS: bool = true;
const HAS_RESIDUAL: bool = true;
// Which of left (1), right (2) or out (3) is thinned by dropout; 0 is none.
const DROPS: u32 = 0u;
const LEFT_TRANSPOSED: bool = false;
const RIGHT_TRANSPOSED: bool = false;
const TILES_OF_SEGMENT = 8u;

struct Params {
  left_at: u32, right_at: u32, bias_at: u32, residual_at: u32, out_at: u32,
  rows: u32, columns: u32, inner: u32,
  leftStride: u32, rightStride: u32, residualStride: u32, outStride: u32,
  factor: f32, residualFactor: f32,
  key: u32, secondKey: u32, least: u32, keptFactor: f32,
}
@group(0) @binding(0) var<storage, read> left: array<f32>;
@group(0) @binding(2) var<storage, read> bias: array<f32>;
@group(0) @binding(3) var<storage, read> residual: array<f32>;
@group(0) @binding(4) var<storage, read_write> out: array<f32>;
@group(1) @binding(0) var<uniform> params: Params;

const TILE_ROW = 17u;
var<workgroup> leftTile: array<vec4f, 272>;
var<workgroup> rightTile: array<vec4f, 272>;

fn left_value(row: u32, k: u32) -> f32 {
  if (row >= params.rows || k >= params.inner) {
    return 0.0;
  }
  if (LEFT_TRANSPOSED) {
    return left[params.left_at + k * params.leftStride + row];
  }
  let i = row * params.leftStride + k;
  let value = left[params.left_at + i];
  if (DROPS == 1u) {
    return value * kept(i);
  }
  return value;
}

fn right_or_zero(k: u32, column: u32) -> f32 {
  if (column >= params.columns || k >= params.inner) {
    return 0.0;
  }
  let value = right_value(k, column);
  if (DROPS == 2u) {
    return value * kept(k * params.rightStride + column);
  }
  return value;
}

fn store(row: u32, column: u32, sum: f32) {
  if (row >= params.rows || column >= params.columns) {
    return;
  }
  let i = row * params.outStride + column;
  var value = params.factor * sum;
  if (DROPS == 3u) {
    value *= kept(i);
  }
  if (HAS_BIAS) {
    value += bias[params.bias_at + column];
  }
  if (HAS_RESIDUAL) {
    value += params.residualFactor * residual[params.residual_at + row * params.residualStride + column];
  }
  out[params.out_at + i] = value;
}

fn store4(row: u32, column: u32, sums: vec4f) {
  store(row, column, sums.x);
  store(row, column + 1u, sums.y);
  store(row, column + 2u, sums.z);
  store(row, column + 3u, sums.w);
}

// What dropout makes of a 1 in place i, as the operation lowRank defines it.
fn kept(i: u32) -> f32 {
  return select(0.0, params.keptFactor, mix_bits(mix_bits(i + params.key) ^ params.secondKey) >= params.least);
}

fn mix_bits(word: u32) -> u32 {
  var z = (word ^ (word >> 16u)) * 0x21f0aaadu;
  z = (z ^ (z >> 15u)) * 0x735a2d97u;
  return z ^ (z >> 15u);
}

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
    let row = firstRow + leftPlace.x * 4u;
    let leftK = tile * 16u + leftPlace.y;
    let newLeft = vec4f(
      left_value(row, leftK), left_value(row + 1u, leftK), left_value(row + 2u, leftK), left_value(row + 3u, leftK),
    );
    let column = firstColumn + rightPlace.x * 4u;
    let rightK = tile * 16u + rightPlace.y;
    let newRight = vec4f(
      right_or_zero(rightK, column), right_or_zero(rightK, column + 1u),
      right_or_zero(rightK, column + 2u), right_or_zero(rightK, column + 3u),
    );
    workgroupBarrier();
    leftTile[leftPlace.y * TILE_ROW + leftPlace.x] = newLeft;
    rightTile[rightPlace.y * TILE_ROW + rightPlace.x] = newRight;
    workgroupBarrier();
    for (var k = 0u; k < 16u; k++) {
      let a = leftTile[k * TILE_ROW + slow];
      let b = rightTile[k * TILE_ROW + fast];
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
