// power = (2^n, 2^-n), by which the largest of partials (E) comes to 2^14 or more and less than 2^15: float16 ends at 65504. It is 1
// for what has no such power: zeros, and numbers that are not finite. One workgroup.
struct Params { partials_at: u32, power_at: u32, E: u32, }
@group(0) @binding(0) var<storage, read> partials: array<u32>;
@group(0) @binding(1) var<storage, read_write> power: array<f32>;
@group(1) @binding(0) var<uniform> params: Params;
const MOST = 100;
var<workgroup> found: array<u32, 256>;

@compute @workgroup_size(256)
fn main(@builtin(local_invocation_index) lane: u32) {
  found[lane] = select(0u, partials[params.partials_at + lane], lane < params.E);
  workgroupBarrier();
  for (var half = 128u; half > 0u; half /= 2u) {
    if (lane < half) {
      found[lane] = max(found[lane], found[lane + half]);
    }
    workgroupBarrier();
  }
  if (lane == 0u) {
    let exponent = i32(found[0] >> 23u);
    let n = select(clamp(14 - (exponent - 127), -MOST, MOST), 0, exponent == 0 || exponent == 255);
    power[params.power_at] = bitcast<f32>(u32(127 + n) << 23u);
    power[params.power_at + 1u] = bitcast<f32>(u32(127 - n) << 23u);
  }
}
