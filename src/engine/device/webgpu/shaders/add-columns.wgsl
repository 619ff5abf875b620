// out (C) += the column sums of partials (N, C). Each thread owns a column.
struct Params { partials_at: u32, out_at: u32, N: u32, C: u32, }
@group(0) @binding(0) var<storage, read> partials: array<f32>;
@group(0) @binding(1) var<storage, read_write> out: array<f32>;
@group(1) @binding(0) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= params.C) {
    return;
  }
  var sum = 0.0;
  for (var n = 0u; n < params.N; n++) {
    sum += partials[params.partials_at + n * params.C + id.x];
  }
  out[params.out_at + id.x] += sum;
}
