// Adam and AdamW; parameter, gradient, m, v (E): with g = gradientScale · gradient,
//     m = beta1 · m + (1 − beta1) g;  v = beta2 · v + (1 − beta2) g²
//     parameter = kept · parameter − rate · m/(√(v · vFactor) + epsilon)
// where the host has put the corrections for the first steps into `rate` and `vFactor`. Each thread owns every stride-th element.
struct Params {
  parameter_at: u32, gradient_at: u32, m_at: u32, v_at: u32, E: u32,
  beta1: f32, rest1: f32, beta2: f32, rest2: f32, epsilon: f32, gradientScale: f32, rate: f32, vFactor: f32, kept: f32,
}
@group(0) @binding(0) var<storage, read_write> parameter: array<f32>;
@group(0) @binding(1) var<storage, read> gradient: array<f32>;
@group(0) @binding(2) var<storage, read_write> m: array<f32>;
@group(0) @binding(3) var<storage, read_write> v: array<f32>;
@group(1) @binding(0) var<uniform> params: Params;

@compute @workgroup_size(256)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  for (var i = id.x; i < params.E; i += groups.x * 256u) {
    let g = params.gradientScale * gradient[params.gradient_at + i];
    let mean = params.beta1 * m[params.m_at + i] + params.rest1 * g;
    let square = params.beta2 * v[params.v_at + i] + params.rest2 * g * g;
    m[params.m_at + i] = mean;
    v[params.v_at + i] = square;
    let step = params.rate * mean / (sqrt(square * params.vFactor) + params.epsilon);
    parameter[params.parameter_at + i] = params.kept * parameter[params.parameter_at + i] - step;
  }
}
