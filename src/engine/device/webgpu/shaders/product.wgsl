// A product and what is done with it:
//     out (rows, columns) = factor · left (rows, inner) · right (inner, columns) + bias (columns) + residualFactor · residual
// left_value reads an element of left, which may lie transposed; right_value, in right-*.wgsl, one of right, which may be packed as
// well. residual may be out.
const HAS_BIAS: bool = true;
const HAS_RESIDUAL: bool = true;
// Which of left (1), right (2) or out (3) is thinned by dropout; 0 is none.
const DROPS: u32 = 0u;
// Which of left (1) or right (2) is multiplied by a power of two before it is rounded, and the product by its inverse; 0 is neither.
const POWER_OF: u32 = 0u;
// Whether the power and its inverse are in `power`; else they are in params.
const HAS_POWER: bool = true;
const LEFT_TRANSPOSED: bool = false;
const RIGHT_TRANSPOSED: bool = false;
// Sums run over `inner` in order, in segments that are added up in order: the bits of an element of out depend neither on `rows` nor
// on the shader that computes it.
const SEGMENT = 128u;

struct Params {
  left_at: u32, right_at: u32, bias_at: u32, residual_at: u32, out_at: u32,
  rows: u32, columns: u32, inner: u32,
  leftStride: u32, rightStride: u32, residualStride: u32, outStride: u32,
  scaledRows: u32, factor: f32, residualFactor: f32,
  key: u32, secondKey: u32, least: u32, keptFactor: f32,
  power_at: u32, knownPower: f32, knownInverse: f32, zero: u32,
}
@group(0) @binding(0) var<storage, read> left: array<f32>;
@group(0) @binding(2) var<storage, read> bias: array<f32>;
@group(0) @binding(3) var<storage, read> residual: array<f32>;
@group(0) @binding(4) var<storage, read_write> out: array<f32>;
@group(0) @binding(5) var<storage, read> power: array<f32>;
@group(1) @binding(0) var<uniform> params: Params;

fn power_of_two() -> f32 {
  if (HAS_POWER) {
    return power[params.power_at];
  }
  return params.knownPower;
}

fn inverse_power() -> f32 {
  if (HAS_POWER) {
    return power[params.power_at + 1u];
  }
  return params.knownInverse;
}

fn left_value(row: u32, k: u32) -> f32 {
  if (row >= params.rows || k >= params.inner) {
    return 0.0;
  }
  let i = select(row * params.leftStride + k, k * params.leftStride + row, LEFT_TRANSPOSED);
  var value = left[params.left_at + i];
  if (DROPS == 1u) {
    value *= kept(i);
  }
  if (POWER_OF == 1u) {
    value *= power_of_two();
  }
  return value;
}

fn store(row: u32, column: u32, sum: f32) {
  if (row >= params.rows || column >= params.columns) {
    return;
  }
  let i = row * params.outStride + column;
  var value = sum;
  if (POWER_OF != 0u) {
    value *= inverse_power();
  }
  value *= params.factor;
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
