import type { Device, Tensor } from '../../device/device.ts';
import type { ParameterSet, ParameterSpec } from '../parameters.ts';
import type { Weights } from '../weights.ts';

/** The initial values of a linear layer, and what its weight holds. */
export interface LinearStart {
  /** Standard deviation of the normal distribution that its weight is drawn from. */
  readonly deviation: number;
  /** Matrices of equal size side by side in the weight: queries, keys and values of GPT-2 are three. Default 1. */
  readonly parts?: number;
  /** Default: there is one. */
  readonly hasBias?: boolean;
}

/**
 * out (…, OC) = x (…, C) · weight (C, OC) + bias (OC) + residual, bias and residual optional, and what an adapter adds. The one
 * place that knows how weights are kept: float32, packed, frozen, that is, without a gradient, or with an adapter.
 */
export class Linear {
  readonly #device: Device;
  readonly #name: string;
  readonly #weight: string;
  /** Null for a layer without one. */
  readonly #bias: string | null;
  readonly #weights: Weights;

  constructor(weights: Weights, name: string, hasBias = true) {
    this.#device = weights.device;
    this.#weights = weights;
    this.#name = name;
    this.#weight = `${name}.weight`;
    this.#bias = hasBias ? `${name}.bias` : null;
  }

  /** The parameters of a layer from `inputs` to `outputs` channels, within a block. */
  static parameters(name: string, inputs: number, outputs: number, start: LinearStart): readonly ParameterSpec[] {
    const { deviation, parts = 1, hasBias = true } = start;
    const weight: ParameterSpec = {
      name: `${name}.weight`,
      shape: [inputs, outputs],
      part: 'block',
      decays: true,
      parts,
      initial: { deviation },
    };
    if (!hasBias) return [weight];
    return [
      weight,
      { name: `${name}.bias`, shape: [outputs], part: 'block', decays: false, parts: 1, initial: 'zeros' },
    ];
  }

  /** Overwrites `out`, which may be `residual`; null adds nothing. */
  forward(x: Tensor, residual: Tensor | null, out: Tensor): void {
    const bias = this.#bias === null ? null : this.#weights.get(this.#bias);
    const packed = this.#weights.packed(this.#weight);
    if (packed !== null) this.#device.linearPacked({ x, weight: packed, bias, residual, out });
    else this.#device.linear({ x, weight: this.#weights.get(this.#weight), bias, residual, out });
    const adapter = this.#weights.adapter(this.#name);
    if (adapter === null) return;
    const { a, b, ends, scale } = adapter;
    this.#device.lowRank({ x, a, b, ends, h: adapter.h(rowsOf(x)), out, scale, ...adapter.dropout() });
  }

  /** Of out = linear(x): overwrites `dX`, adds to the gradients. */
  backward({ dOut, x, dX }: { dOut: Tensor; x: Tensor; dX: Tensor }, gradients: ParameterSet): void {
    const packed = this.#weights.packed(this.#weight);
    if (packed !== null) this.#device.linearPackedBackward({ dOut, weight: packed, dX });
    else {
      const dWeight = gradients.find(this.#weight);
      const dBias = this.#bias === null ? null : gradients.find(this.#bias);
      this.#device.linearBackward({ dOut, x, weight: this.#weights.get(this.#weight), dX, dWeight, dBias });
    }
    // out += scale · (dropout(x) · aᵀ) · bᵀ
    const adapter = this.#weights.adapter(this.#name);
    if (adapter === null) return;
    const { names, a, b, ends, scale } = adapter;
    const [h, dH] = [adapter.h(rowsOf(x)), adapter.dH(rowsOf(x))];
    const [dA, dB] = [gradients.get(names.a), gradients.get(names.b)];
    this.#device.lowRankBackward({ dOut, x, a, b, ends, h, dH, dX, dA, dB, scale, ...adapter.dropout() });
  }
}

/** Rows of x (…, C). */
function rowsOf({ elements, shape }: Tensor): number {
  return elements / shape[shape.length - 1];
}
