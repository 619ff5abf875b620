import type { Tensor } from '../../device/device.ts';
import { NO_DROPOUT } from '../dropout.ts';
import type { ParameterSet } from '../parameters.ts';
import type { Weights } from '../weights.ts';
import type { Linear } from './linear.ts';

/** out = multiplier · dropout(linear(x)) + residual: where attention and mlp return to the stream. */
export class BranchEnd {
  readonly #weights: Weights;
  readonly #linear: Linear;
  readonly #multiplier: number;
  readonly #layer: number;

  /** `multiplier`: 1 in most models; Granite weakens its branches. `layer`: which it is for dropout, see `branchLayers`. */
  constructor(weights: Weights, linear: Linear, multiplier: number, layer: number) {
    this.#weights = weights;
    this.#linear = linear;
    this.#multiplier = multiplier;
    this.#layer = layer;
  }

  /** Overwrites `out` (B, T, C), which may be `residual`, and, where there is a multiplier or dropout, `spare` (B, T, C). */
  forward(x: Tensor, residual: Tensor, out: Tensor, spare: Tensor): void {
    if (this.#isPlain) this.#linear.forward(x, residual, out);
    else {
      this.#linear.forward(x, null, spare);
      this.#scale(spare, residual, out);
    }
  }

  /** For x alone: overwrites `dX`, and `spare` as above; adds to the gradients. */
  backward({ dOut, x, dX }: { dOut: Tensor; x: Tensor; dX: Tensor }, spare: Tensor, gradients: ParameterSet): void {
    if (this.#isPlain) this.#linear.backward({ dOut, x, dX }, gradients);
    else {
      this.#scale(dOut, null, spare);
      this.#linear.backward({ dOut: spare, x, dX }, gradients);
    }
  }

  get #left() {
    return this.#weights.dropout?.of(this.#layer) ?? NO_DROPOUT;
  }

  get #isPlain(): boolean {
    return this.#multiplier === 1 && this.#left.dropout === 0;
  }

  /** out = multiplier · dropout(x) + residual; the backward of a branch is the same without the residual. */
  #scale(x: Tensor, residual: Tensor | null, out: Tensor): void {
    const { device } = this.#weights;
    const [factor, left] = [this.#multiplier, this.#left];
    if (left.dropout > 0) device.dropout({ x, residual, out, factor, ...left });
    else device.scale({ x, residual, out, factor });
  }
}
