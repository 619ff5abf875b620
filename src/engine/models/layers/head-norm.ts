import type { Device, Tensor } from '../../device/device.ts';
import type { ParameterSet, ParameterSpec } from '../parameters.ts';
import type { Weights } from '../weights.ts';

/** The heads of a row of queries, keys and values, and the width of each. */
export interface HeadShape {
  /** Heads of the queries (NH). */
  readonly heads: number;
  /** Heads of the keys, and as many of the values (NKV); divides `heads`. */
  readonly keyHeads: number;
  /** Channels of a head (HS). */
  readonly headWidth: number;
}

/** An RMSNorm over each head of the queries and keys, before they are rotated (Henry et al., 2020). */
export class HeadNorm {
  readonly #device: Device;
  readonly #weights: Weights;
  readonly #query: string;
  readonly #key: string;
  readonly #settings: { readonly heads: number; readonly keyHeads: number; readonly epsilon: number };

  /** `query` and `key`: the names of the two norms. */
  constructor(
    weights: Weights,
    names: { readonly query: string; readonly key: string },
    { heads, keyHeads }: HeadShape,
    epsilon: number,
  ) {
    this.#device = weights.device;
    this.#weights = weights;
    this.#query = `${names.query}.weight`;
    this.#key = `${names.key}.weight`;
    this.#settings = { heads, keyHeads, epsilon };
  }

  static parameters(name: string, HS: number): readonly ParameterSpec[] {
    return [{ name: `${name}.weight`, shape: [HS], part: 'block', decays: false, parts: 1, initial: 'ones' }];
  }

  /** Overwrites `out` (B, T, W); the values are copied. */
  forward(x: Tensor, out: Tensor): void {
    this.#device.headNorm({ x, ...this.#weightPair, out, ...this.#settings });
  }

  /** Of out = headNorm(x): overwrites `dX`, which may be `dOut`, adds to the gradients. */
  backward({ dOut, x, dX }: { dOut: Tensor; x: Tensor; dX: Tensor }, gradients: ParameterSet): void {
    const [dQueryWeight, dKeyWeight] = [gradients.find(this.#query), gradients.find(this.#key)];
    this.#device.headNormBackward({ dOut, x, ...this.#weightPair, dX, dQueryWeight, dKeyWeight, ...this.#settings });
  }

  get #weightPair() {
    return { queryWeight: this.#weights.get(this.#query), keyWeight: this.#weights.get(this.#key) };
  }
}
