// The largest of one value of each of the THREADS threads of a workgroup. To be called by all of them.
var<workgroup> found: array<u32, THREADS>;

fn workgroup_largest(lane: u32, value: u32) -> u32 {
  found[lane] = value;
  workgroupBarrier();
  for (var half = THREADS / 2u; half > 0u; half /= 2u) {
    if (lane < half) {
      found[lane] = max(found[lane], found[lane + half]);
    }
    workgroupBarrier();
  }
  return found[0];
}
