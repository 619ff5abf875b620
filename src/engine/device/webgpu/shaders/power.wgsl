// power = (2^n, 2^-n), by which the largest of partials (E) comes to 2^14 or more and less than 2^15: float16 ends at 65504. It is 1
// for what has no such power: zeros, and numbers that are not finite. One workgroup.
const THREADS: u32 = 256u;
struct Params { partials_at: u32, power_at: u32, E: u32, }
@group(0) @binding(0) var<storage, read> partials: array<u32>;
@group(0) @binding(1) var<storage, read_write> power: array<f32>;
@group(1) @binding(0) var<uniform> params: Params;
const MOST = 100;

@compute @workgroup_size(THREADS)
fn main(@builtin(local_invocation_index) lane: u32) {
  let largest = workgroup_largest(lane, select(0u, partials[params.partials_at + lane], lane < params.E));
  if (lane == 0u) {
    let exponent = i32(largest >> 23u);
    let n = select(clamp(14 - (exponent - 127), -MOST, MOST), 0, exponent == 0 || exponent == 255);
    power[params.power_at] = bitcast<f32>(u32(127 + n) << 23u);
    power[params.power_at + 1u] = bitcast<f32>(u32(127 - n) << 23u);
  }
}
