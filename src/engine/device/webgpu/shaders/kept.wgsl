// What dropout makes of a 1 in place i, as the operation lowRank defines it.
fn kept(i: u32) -> f32 {
  return select(0.0, params.keptFactor, mix_bits(mix_bits(i + params.key) ^ params.secondKey) >= params.least);
}

fn mix_bits(word: u32) -> u32 {
  var z = (word ^ (word >> 16u)) * 0x21f0aaadu;
  z = (z ^ (z >> 15u)) * 0x735a2d97u;
  return z ^ (z >> 15u);
}
