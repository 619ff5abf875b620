import type { Device, Tensor } from '../../device/device.ts';
import type { ParameterSet, ParameterSpec } from '../parameters.ts';
import type { Weights } from '../weights.ts';

/** Rows to be scored, the token that should follow each, −1 for none, and its loss; (B, T, C), (B, T) int32, (B, T). */
export interface ScoredRows {
  readonly x: Tensor;
  readonly targets: Tensor;
  readonly losses: Tensor;
}

/** Scores of the whole vocabulary: logits (…, V) = x (…, C) · headᵀ. Often the head is the token embedding itself. */
export class Head {
  readonly #device: Device;
  readonly #weights: Weights;
  readonly #name: string;

  /** `name`: of the matrix (V, C). */
  constructor(weights: Weights, name: string) {
    this.#device = weights.device;
    this.#weights = weights;
    this.#name = name;
  }

  /** A head of its own, or the token embedding that is one as well. */
  static parameters(
    name: string,
    [V, C]: readonly [V: number, C: number],
    deviation: number,
    part: ParameterSpec['part'] = 'embedding',
  ): readonly ParameterSpec[] {
    return [
      { name, shape: [V, C], part, isHead: true, isByToken: true, decays: true, parts: 1, initial: { deviation } },
    ];
  }

  /** Overwrites `out` (B, V) from `x` (B, C). */
  logits(x: Tensor, out: Tensor): void {
    const packed = this.#weights.packed(this.#name);
    if (packed !== null) this.#device.linearPacked({ x, weight: packed, bias: null, residual: null, out });
    else this.#device.logits({ x, head: this.#weights.get(this.#name), out });
  }

  /** Overwrites the losses: softmax and cross-entropy, in nats. */
  loss({ x, targets, losses }: ScoredRows): void {
    const head = this.#weights.get(this.#name);
    this.#device.classifier({ x, head, targets, losses, dX: null, dHead: null, lossScale: 1 });
  }

  /** The same, and the gradients of lossScale · Σ losses: overwrites `dX` (B, T, C), adds to that of the head. */
  lossAndBackward({ x, targets, losses }: ScoredRows, dX: Tensor, lossScale: number, gradients: ParameterSet): void {
    const [head, dHead] = [this.#weights.get(this.#name), gradients.find(this.#name)];
    this.#device.classifier({ x, head, targets, losses, dX, dHead, lossScale });
  }
}
