import type { Device, Tensor } from '../../device/device.ts';
import type { ParameterSet, ParameterSpec } from '../parameters.ts';
import type { Weights } from '../weights.ts';

/** The initial values of a linear layer, and what its weight holds. */
export interface LinearStart {
  /** Standard deviation of the normal distribution that its weight is drawn from. */
  readonly deviation: number;
  /** Matrices side by side in the weight: queries, keys and values are three. Default 1. */
  readonly parts?: number;
}

/**
 * out (…, OC) = x (…, C) · weight (C, OC) + bias (OC) + residual. The one place that knows how weights are kept: float32,
 * packed for inference, or frozen, that is, without a gradient.
 */
export class Linear {
  readonly #device: Device;
  readonly #weight: string;
  readonly #bias: string;
  readonly #weights: Weights;

  constructor(weights: Weights, name: string) {
    this.#device = weights.device;
    this.#weights = weights;
    this.#weight = `${name}.weight`;
    this.#bias = `${name}.bias`;
  }

  /** The parameters of a layer from `inputs` to `outputs` channels, within a block. */
  static parameters(name: string, inputs: number, outputs: number, start: LinearStart): readonly ParameterSpec[] {
    const { deviation, parts = 1 } = start;
    return [
      { name: `${name}.weight`, shape: [inputs, outputs], part: 'block', decays: true, parts, initial: { deviation } },
      { name: `${name}.bias`, shape: [outputs], part: 'block', decays: false, parts: 1, initial: 'zeros' },
    ];
  }

  /** Overwrites `out`, which may be `residual`; null adds nothing. */
  forward(x: Tensor, residual: Tensor | null, out: Tensor): void {
    const bias = this.#weights.get(this.#bias);
    const packed = this.#weights.packed(this.#weight);
    if (packed !== null) this.#device.linearPacked({ x, weight: packed, bias, residual, out });
    else this.#device.linear({ x, weight: this.#weights.get(this.#weight), bias, residual, out });
  }

  /** Of out = linear(x): overwrites `dX`, adds to the gradients. */
  backward({ dOut, x, dX }: { dOut: Tensor; x: Tensor; dX: Tensor }, gradients: ParameterSet): void {
    const [dWeight, dBias] = [gradients.find(this.#weight), gradients.find(this.#bias)];
    this.#device.linearBackward({ dOut, x, weight: this.#weights.get(this.#weight), dX, dWeight, dBias });
  }
}
