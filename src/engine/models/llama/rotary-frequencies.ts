/**
 * How fast each pair of channels turns (Su et al., 2021), with Llama 3's change for texts longer than those it first learned
 * (transformers, `_compute_llama3_parameters`): it changes slow pairs at every position, so it counts in short texts too.
 */

/** `rope_scaling` of config.json, with rope_type llama3. */
export interface Llama3Scaling {
  readonly factor: number;
  readonly low_freq_factor: number;
  readonly high_freq_factor: number;
  readonly original_max_position_embeddings: number;
}

interface RotarySettings {
  readonly head_dim: number;
  readonly rope_theta: number;
  readonly rope_scaling: Llama3Scaling | null;
}

/** Radians a position for each of the head_dim / 2 pairs, as float32. */
export function rotaryFrequencies({ head_dim, rope_theta, rope_scaling }: RotarySettings): number[] {
  const divisors = rope_scaling === null ? null : rotaryDivisors({ head_dim, rope_theta, rope_scaling });
  return plainFrequencies(head_dim, rope_theta).map((frequency, i) => Math.fround(frequency / (divisors?.[i] ?? 1)));
}

/** What the scaling divides each frequency by: 1 for fast pairs, `factor` for slow ones, and between them a mixture. */
export function rotaryDivisors({
  head_dim,
  rope_theta,
  rope_scaling,
}: RotarySettings & { readonly rope_scaling: Llama3Scaling }): number[] {
  const { factor, low_freq_factor, high_freq_factor, original_max_position_embeddings: original } = rope_scaling;
  return plainFrequencies(head_dim, rope_theta).map((frequency) => {
    const wavelength = (2 * Math.PI) / frequency;
    if (wavelength < original / high_freq_factor) return 1;
    if (wavelength > original / low_freq_factor) return factor;
    const smooth = (original / wavelength - low_freq_factor) / (high_freq_factor - low_freq_factor);
    return 1 / ((1 - smooth) / factor + smooth);
  });
}

/** The scalings that models with a name have: Llama 3.1's and Llama 3.2's. GGUF keeps only what they divide by. */
const knownScalings: readonly Llama3Scaling[] = [8, 32].map((factor) => ({
  factor,
  low_freq_factor: 1,
  high_freq_factor: 4,
  original_max_position_embeddings: 8192,
}));

/** The scaling that divides by these numbers, which are rounded to float32; null if none that is known does. */
export function scalingOf(divisors: readonly number[], rope_theta: number): Llama3Scaling | null {
  const head_dim = 2 * divisors.length;
  const matches = (rope_scaling: Llama3Scaling) =>
    rotaryDivisors({ head_dim, rope_theta, rope_scaling }).every(
      (divisor, i) => Math.abs(divisor - divisors[i]) <= 1e-4 * divisor,
    );
  return knownScalings.find(matches) ?? null;
}

function plainFrequencies(head_dim: number, rope_theta: number): number[] {
  return Array.from({ length: head_dim / 2 }, (_, i) => Math.fround(rope_theta ** ((-2 * i) / head_dim)));
}
