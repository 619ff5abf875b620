// The first stage of Muon for one part, of C · columns elements: with g = (1 − momentum) · gradientScale · gradient,
// m = momentum · m + g; update (C, columns) = momentum · m + g. The part begins `first` columns from the left of the (C, OC) of gradient
// and m. Each thread owns every stride-th element.
struct Params {
  gradient_at: u32, m_at: u32, update_at: u32, OC: u32, columns: u32, first: u32, E: u32, momentum: f32, factor: f32,
}
@group(0) @binding(0) var<storage, read> gradient: array<f32>;
@group(0) @binding(1) var<storage, read_write> m: array<f32>;
@group(0) @binding(2) var<storage, read_write> update: array<f32>;
@group(1) @binding(0) var<uniform> params: Params;

@compute @workgroup_size(256)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  for (var i = id.x; i < params.E; i += groups.x * 256u) {
    let at = (i / params.columns) * params.OC + params.first + i % params.columns;
    let g = params.factor * gradient[params.gradient_at + at];
    let mean = params.momentum * m[params.m_at + at] + g;
    m[params.m_at + at] = mean;
    update[params.update_at + i] = params.momentum * mean + g;
  }
}
