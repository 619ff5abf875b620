/**
 * Rounds each number, in place, to the upper half of a float32's bits: to the nearest, ties to even. NaN stays
 * NaN.
 */
export function roundToBfloat16(values: Float32Array): void {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  for (let i = 0; i < bits.length; i++) {
    if (!Number.isNaN(values[i])) bits[i] = (bits[i] + 0x7fff + ((bits[i] >>> 16) & 1)) & 0xffff0000;
  }
}
