// The last stage of Muon for one part: parameter = kept · parameter − rate · orthogonal (C, columns), where the part begins `first`
// columns from the left of parameter (C, OC). Each thread owns every stride-th element.
struct Params {
  parameter_at: u32, orthogonal_at: u32, OC: u32, columns: u32, first: u32, E: u32, kept: f32, rate: f32,
}
@group(0) @binding(0) var<storage, read_write> parameter: array<f32>;
@group(0) @binding(1) var<storage, read> orthogonal: array<f32>;
@group(1) @binding(0) var<uniform> params: Params;

@compute @workgroup_size(256)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  for (var i = id.x; i < params.E; i += groups.x * 256u) {
    let at = params.parameter_at + (i / params.columns) * params.OC + params.first + i % params.columns;
    parameter[at] = params.kept * parameter[at] - params.rate * orthogonal[params.orthogonal_at + i];
  }
}
