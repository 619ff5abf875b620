// The product of product.wgsl for at most ROWS rows of left, of which decoding has one for each text: the elements of right are read
// once, from memory, and are all that takes time, so two that share a word are read together. A workgroup owns 32 columns of out; for
// each of them SLOTS threads take a segment of `inner` each, and share the rows of which they add up what all of them found. Where
// Operand is f16, operands are rounded to it, as tiles are: a row has the same bits in both.
const ROWS: u32 = 4u;
const SLOTS: u32 = 8u;
const COLUMNS = 32u;

var<workgroup> segmentSums: array<f32, SLOTS * ROWS * COLUMNS>;

@compute @workgroup_size(SLOTS * COLUMNS)
fn main(@builtin(local_invocation_index) index: u32, @builtin(workgroup_id) group: vec3u) {
  let slot = index / COLUMNS;
  let lane = index % COLUMNS;
  let column = group.x * COLUMNS + lane;
  let segments = (params.inner + SEGMENT - 1u) / SEGMENT;
  var totals: array<f32, ROWS>;
  for (var first = 0u; first < segments; first += SLOTS) {
    var sums: array<f32, ROWS>;
    if (column < params.columns) {
      let end = min(params.inner, (first + slot + 1u) * SEGMENT);
      for (var k = (first + slot) * SEGMENT; k < end; k += 2u) {
        var pair = right_pair(k, column);
        if (POWER_OF == 2u) {
          pair *= power_of_two();
        }
        pair = rounded(pair);
        for (var row = 0u; row < ROWS; row++) {
          let lefts = rounded(vec2f(left_value(row, k), left_value(row, k + 1u)));
          sums[row] = fma(lefts.x, pair.x, sums[row]);
          if (k + 1u < end) {
            sums[row] = fma(lefts.y, pair.y, sums[row]);
          }
        }
      }
    }
    workgroupBarrier();
    for (var row = 0u; row < ROWS; row++) {
      segmentSums[(slot * ROWS + row) * COLUMNS + lane] = sums[row];
    }
    workgroupBarrier();
    for (var row = slot; row < ROWS; row += SLOTS) {
      for (var other = 0u; other < SLOTS; other++) {
        totals[row] += segmentSums[(other * ROWS + row) * COLUMNS + lane];
      }
    }
  }
  for (var row = slot; row < ROWS; row += SLOTS) {
    store(row, column, totals[row]);
  }
}
