// One of the two bfloat16 numbers of a word: 0 is the low half.
fn bfloat16_of(word: u32, half: u32) -> f32 {
  return bitcast<f32>(select(word << 16u, word & 0xffff0000u, half == 1u));
}

// The bits of a float32 as bfloat16, to the nearest, ties to even; not a number stays so.
fn bfloat16_bits(value: f32) -> u32 {
  let bits = bitcast<u32>(value);
  if ((bits & 0x7fffffffu) > 0x7f800000u) {
    return bits >> 16u;
  }
  return (bits + 0x7fffu + ((bits >> 16u) & 1u)) >> 16u;
}
