import type { Device, Tensor } from '../../device/device.ts';
import type { ParameterSet } from '../parameters.ts';
import type { Linear } from './linear.ts';

/** out = multiplier · linear(x) + residual: where attention and mlp return to the stream. */
export class BranchEnd {
  readonly #device: Device;
  readonly #linear: Linear;
  readonly #multiplier: number;

  /** `multiplier`: 1 in most models; Granite weakens its branches. */
  constructor(device: Device, linear: Linear, multiplier: number) {
    this.#device = device;
    this.#linear = linear;
    this.#multiplier = multiplier;
  }

  /** Overwrites `out` (B, T, C), which may be `residual`, and, where there is a multiplier, `spare` (B, T, C). */
  forward(x: Tensor, residual: Tensor, out: Tensor, spare: Tensor): void {
    const factor = this.#multiplier;
    if (factor === 1) this.#linear.forward(x, residual, out);
    else {
      this.#linear.forward(x, null, spare);
      this.#device.scale({ x: spare, residual, out, factor });
    }
  }

  /** For x alone: overwrites `dX`, and `spare` as above; adds to the gradients. */
  backward({ dOut, x, dX }: { dOut: Tensor; x: Tensor; dX: Tensor }, spare: Tensor, gradients: ParameterSet): void {
    const factor = this.#multiplier;
    if (factor === 1) this.#linear.backward({ dOut, x, dX }, gradients);
    else {
      this.#device.scale({ x: dOut, residual: null, out: spare, factor });
      this.#linear.backward({ dOut: spare, x, dX }, gradients);
    }
  }
}
