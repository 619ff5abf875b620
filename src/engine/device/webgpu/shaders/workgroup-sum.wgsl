// The sum of one value of each of the THREADS threads of a workgroup, always added in the same order. To be called by all of them.
var<workgroup> sums: array<f32, THREADS>;

fn workgroup_sum(lane: u32, value: f32) -> f32 {
  workgroupBarrier();
  sums[lane] = value;
  workgroupBarrier();
  for (var half = THREADS / 2u; half > 0u; half /= 2u) {
    if (lane < half) {
      sums[lane] += sums[lane + half];
    }
    workgroupBarrier();
  }
  return sums[0];
}
