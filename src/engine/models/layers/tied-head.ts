import type { Device, Tensor } from '../../device/device.ts';
import type { ParameterSet, ParameterSpec } from '../parameters.ts';
import type { Weights } from '../weights.ts';

/** Rows to be scored, the token that should follow each, −1 for none, and its loss; (B, T, C), (B, T) int32, (B, T). */
export interface ScoredRows {
  readonly x: Tensor;
  readonly targets: Tensor;
  readonly losses: Tensor;
}

/** Scores of the whole vocabulary, by the token embedding itself: logits (…, V) = x (…, C) · headᵀ. */
export class TiedHead {
  readonly #device: Device;
  readonly #weights: Weights;
  readonly #token: string;

  /** `token`: the name of the token embedding (V, C). */
  constructor(weights: Weights, token: string) {
    this.#device = weights.device;
    this.#weights = weights;
    this.#token = token;
  }

  /** The token embedding, which is the head as well. */
  static parameters(name: string, V: number, C: number, deviation: number): readonly ParameterSpec[] {
    return [{ name, shape: [V, C], part: 'embedding', isHead: true, decays: true, parts: 1, initial: { deviation } }];
  }

  /** Overwrites `out` (B, V) from `x` (B, C). */
  logits(x: Tensor, out: Tensor): void {
    const packed = this.#weights.packed(this.#token);
    if (packed !== null) this.#device.linearPacked({ x, weight: packed, bias: null, residual: null, out });
    else this.#device.logits({ x, head: this.#weights.get(this.#token), out });
  }

  /** Overwrites the losses: softmax and cross-entropy, in nats. */
  loss({ x, targets, losses }: ScoredRows): void {
    const head = this.#weights.get(this.#token);
    this.#device.classifier({ x, head, targets, losses, dX: null, dHead: null, lossScale: 1 });
  }

  /** The same, and the gradients of lossScale · Σ losses: overwrites `dX` (B, T, C), adds to that of the embedding. */
  lossAndBackward({ x, targets, losses }: ScoredRows, dX: Tensor, lossScale: number, gradients: ParameterSet): void {
    const [head, dHead] = [this.#weights.get(this.#token), gradients.find(this.#token)];
    this.#device.classifier({ x, head, targets, losses, dX, dHead, lossScale });
  }
}
