/**
 * Chance, passed in: no other source of randomness exists in the engine. xoshiro128** of Blackman and
 * Vigna (2018), seeded by splitmix32; 32-bit arithmetic only, so every JavaScript engine draws the same.
 */
export type RandomState = readonly [number, number, number, number];

/** 2³² over the golden ratio: its multiples are far apart. */
export const GOLDEN = 0x9e3779b9;

export class Random {
  #a: number;
  #b: number;
  #c: number;
  #d: number;

  private constructor(state: RandomState) {
    [this.#a, this.#b, this.#c, this.#d] = state;
  }

  /**
   * A generator for one purpose. `purpose` keeps streams apart, so that a change to one (say validation)
   * does not shift another (training); `index` numbers streams of one purpose, such as samples.
   */
  static fromSeed(seed: number, purpose = '', index = 0): Random {
    let x = (seed >>> 0) ^ Math.imul(Math.floor(seed / 2 ** 32) >>> 0, 0x85ebca6b);
    for (let i = 0; i < purpose.length; i++) x = Math.imul(x ^ purpose.charCodeAt(i), 0x01000193) >>> 0;
    x = (x ^ Math.imul(index + 1, 0x9e3779b1)) >>> 0;
    const next = () => {
      x = (x + GOLDEN) >>> 0;
      return mix(x);
    };
    return new Random([next(), next(), next(), next()]);
  }

  /** Resumes exactly where `state()` was taken. */
  static fromState(state: RandomState): Random {
    return new Random(state);
  }

  state(): RandomState {
    return [this.#a, this.#b, this.#c, this.#d];
  }

  /** Uniform in [0, 2^32). */
  uint32(): number {
    const scrambled = Math.imul(rotateLeft(Math.imul(this.#b, 5), 7), 9) >>> 0;
    const t = this.#b << 9;
    this.#c ^= this.#a;
    this.#d ^= this.#b;
    this.#b = (this.#b ^ this.#c) >>> 0;
    this.#a = (this.#a ^ this.#d) >>> 0;
    this.#c = (this.#c ^ t) >>> 0;
    this.#d = rotateLeft(this.#d, 11) >>> 0;
    return scrambled;
  }

  /** Uniform in [0, 1), 53 bits. */
  uniform(): number {
    return (this.uint32() * 2 ** 21 + (this.uint32() >>> 11)) / 2 ** 53;
  }

  /** Uniform whole number in [0, bound). */
  below(bound: number): number {
    return Math.floor(this.uniform() * bound);
  }

  /** Fills `values` with uniform draws from [−bound, bound). Returns `values`. */
  fillUniform(values: Float32Array, bound: number): Float32Array {
    for (let i = 0; i < values.length; i++) values[i] = bound * (this.uint32() / 2 ** 31 - 1);
    return values;
  }

  /**
   * Fills `values` with normal draws of mean 0, by Box and Muller (1958): two from each pair of 32-bit uniforms,
   * which reaches 6.6 deviations out and is quick enough for a hundred million weights. Returns `values`.
   */
  fillNormal(values: Float32Array, deviation = 1): Float32Array {
    for (let i = 0; i < values.length; i += 2) {
      const radius = deviation * Math.sqrt(-2 * Math.log((this.uint32() + 1) / 2 ** 32));
      const angle = (2 * Math.PI * this.uint32()) / 2 ** 32;
      values[i] = radius * Math.cos(angle);
      if (i + 1 < values.length) values[i + 1] = radius * Math.sin(angle);
    }
    return values;
  }
}

/**
 * A permutation of [0, 2³²) in which every bit depends on all bits (splitmix32's; constants of Wellons, 2018): what it makes of
 * numbers in order looks drawn, in any order and on any device.
 */
export function mix(z: number): number {
  z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
  z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
  return (z ^ (z >>> 15)) >>> 0;
}

function rotateLeft(x: number, bits: number): number {
  return (x << bits) | (x >>> (32 - bits));
}
