/**
 * Floats narrower than float32, as weight files store them, in two bytes each:
 *
 *   float16   IEEE 754 binary16: a sign, five bits of exponent (15 is 2^0), ten of fraction
 *   bfloat16  the upper half of a float32: a sign, eight bits of exponent, seven of fraction
 *
 * Widening is exact; narrowing rounds to the nearest, ties to even. Numbers too large for float16 become infinite.
 * float64 can be read too, and is rounded to float32.
 */

/** The floats that a weight file can be written in, under their names in settings. */
export type FloatType = 'float32' | 'float16' | 'bfloat16';

/** The floats that a weight file can be read in. */
export type ReadFloatType = FloatType | 'float64';

export const bytesOfFloat: Readonly<Record<ReadFloatType, number>> = {
  float64: 8,
  float32: 4,
  float16: 2,
  bfloat16: 2,
};

/** Little-endian numbers of a type, as float32. Numbers of float32 may be a view of `bytes` itself. */
export function widenFloats(type: ReadFloatType, bytes: Uint8Array): Float32Array {
  // A typed array must start at a multiple of its element; a copy does.
  const { buffer, byteOffset, byteLength } =
    bytes.byteOffset % bytesOfFloat[type] === 0 ? bytes : new Uint8Array(bytes);
  if (type === 'float64') return Float32Array.from(new Float64Array(buffer, byteOffset, byteLength / 8));
  if (type === 'float32') return new Float32Array(buffer, byteOffset, byteLength / 4);
  const halves = new Uint16Array(buffer, byteOffset, byteLength / 2);
  const values = new Float32Array(halves.length);
  if (type === 'bfloat16') {
    const bits = new Uint32Array(values.buffer);
    for (let i = 0; i < halves.length; i++) bits[i] = halves[i] << 16;
  } else {
    const table = float16Table();
    for (let i = 0; i < halves.length; i++) values[i] = table[halves[i]];
  }
  return values;
}

/** Little-endian numbers of a type, from float32. Numbers of float32 are a view of `values` itself. */
export function narrowFloats(type: FloatType, values: Float32Array): Uint8Array {
  if (type === 'float32') return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  const halves = new Uint16Array(values.length);
  const narrow = type === 'bfloat16' ? bfloat16OfBits : float16OfBits;
  for (let i = 0; i < halves.length; i++) halves[i] = narrow(bits[i]);
  return new Uint8Array(halves.buffer);
}

const oneFloat = new Float32Array(1);
const oneFloatBits = new Uint32Array(oneFloat.buffer);

/** The bits of the float16 nearest to a number. */
export function halfOfFloat(value: number): number {
  oneFloat[0] = value;
  return float16OfBits(oneFloatBits[0]);
}

/** The bits of the bfloat16 nearest to a float32, from its bits. */
function bfloat16OfBits(bits: number): number {
  // Rounding could clear the fraction of a NaN; its highest bit keeps it a NaN.
  if ((bits & 0x7fffffff) > 0x7f800000) return (bits >>> 16) | 0x40;
  return (bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16;
}

/** The bits of the float16 nearest to a float32, from its bits. */
function float16OfBits(bits: number): number {
  const sign = (bits >>> 16) & 0x8000;
  const magnitude = bits & 0x7fffffff;
  if (magnitude > 0x7f800000) return sign | 0x7e00;
  // 65520, half way between the largest float16 and the next one, if it existed.
  if (magnitude >= 0x477ff000) return sign | 0x7c00;
  const exponent = (magnitude >>> 23) - 127;
  if (exponent < -25) return sign;
  if (exponent < -14) {
    // Below 2^-14 a float16 is a multiple of 2^-24: the fraction with its leading one, shifted down.
    return sign | roundedShift((magnitude & 0x7fffff) | 0x800000, -1 - exponent);
  }
  return sign | roundedShift(magnitude - (112 << 23), 13);
}

/** value / 2^places, to the nearest, ties to even. */
function roundedShift(value: number, places: number): number {
  const half = 1 << (places - 1);
  return (value + half - 1 + ((value >>> places) & 1)) >>> places;
}

let float16Values: Float32Array | null = null;

/** The value of each of the 65,536 float16. */
function float16Table(): Float32Array {
  float16Values ??= Float32Array.from({ length: 2 ** 16 }, (_, half) => floatOfHalf(half));
  return float16Values;
}

/** The value of one float16 from its bits. */
export function floatOfHalf(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >> 10) & 0x1f;
  const fraction = half & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
