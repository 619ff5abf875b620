import type { Tensor } from '../../device/device.ts';
import type { ParameterSet } from '../parameters.ts';
import type { Room } from '../room.ts';
import type { Attention, AttentionActivations, Past, Place } from './attention.ts';
import type { Mlp, MlpActivations, MlpScratch } from './mlp.ts';
import type { Norm, RowStatistics } from './norm.ts';

/** What a block leaves behind for its backward; without one, statistics are null. */
export interface BlockActivations {
  readonly norm1: RowStatistics | null;
  readonly attention: AttentionActivations;
  /** The residual stream between attention and mlp. (B, T, C) */
  readonly middle: Tensor;
  readonly norm2: RowStatistics | null;
  readonly mlp: MlpActivations;
}

/** Room that every block uses in turn. */
export interface ForwardScratch {
  readonly norm: Tensor; // (B, T, C)
  readonly hidden: Tensor; // (B, T, F)
}

/** The same for the backward. */
export interface BackwardScratch extends ForwardScratch, MlpScratch {
  readonly dNorm: Tensor; // (B, T, C)
  readonly dQkv: Tensor; // (B, T, W); shares memory with `hidden`, which is done with by then
  readonly dMixed: Tensor; // (B, T, NH · HS); the same with `dHidden`
}

/**
 * One transformer block:
 *
 *   middle = x + attention(norm1(x))
 *   out    = middle + mlp(norm2(middle))
 *
 * The outputs of the norms and of the mlp's activation are not kept for the backward but computed again there: in GPT-2
 * they are six of the sixteen C-wide rows a block would hold per token, and cost a pass over memory each.
 */
export class Block {
  readonly attention: Attention;
  readonly #mlp: Mlp;
  readonly #norm1: Norm;
  readonly #norm2: Norm;

  constructor(layers: { norm1: Norm; attention: Attention; norm2: Norm; mlp: Mlp }) {
    this.attention = layers.attention;
    this.#mlp = layers.mlp;
    this.#norm1 = layers.norm1;
    this.#norm2 = layers.norm2;
  }

  /** For windows that are trained on or measured. */
  allocate(room: Room): BlockActivations {
    return {
      norm1: this.#norm1.statistics(room),
      attention: this.attention.allocate(room, true),
      middle: room.rows(room.width),
      norm2: this.#norm2.statistics(room),
      mlp: this.#mlp.allocate(room),
    };
  }

  /** For text that is read once and goes nowhere back: the stream is changed in place. */
  allocateInPlace(room: Room, stream: Tensor): BlockActivations {
    const attention = this.attention.allocate(room, false);
    return { norm1: null, attention, middle: stream, norm2: null, mlp: this.#mlp.allocate(room) };
  }

  allocateScratch(room: Room): ForwardScratch {
    return { norm: room.rows(room.width), hidden: room.rows(this.#mlp.width) };
  }

  allocateBackwardScratch(room: Room): BackwardScratch {
    const { qkvWidth, mixedWidth } = this.attention;
    const { width } = this.#mlp;
    const forward = room.rows(Math.max(qkvWidth, width));
    const backward = room.rows(Math.max(mixedWidth, width));
    return {
      norm: room.rows(room.width),
      hidden: room.view(forward, width),
      dNorm: room.rows(room.width),
      dQkv: room.view(forward, qkvWidth),
      dHidden: room.view(backward, width),
      dMixed: room.view(backward, mixedWidth),
    };
  }

  /** Reads x (B, T, C), fills `a`, overwrites out (B, T, C), which may be `x` where the middle is. */
  forward(
    { x, out }: { x: Tensor; out: Tensor },
    a: BlockActivations,
    { norm, hidden }: ForwardScratch,
    place: Place,
    past: Past | null,
  ): void {
    this.#norm1.forward(x, norm, a.norm1);
    this.attention.forward({ x: norm, residual: x, out: a.middle }, a.attention, place, past);
    this.#norm2.forward(a.middle, norm, a.norm2);
    this.#mlp.forward(norm, a.middle, out, a.mlp, hidden);
  }

  /** `dStream` (B, T, C) is the gradient of `out` and becomes that of `x`; overwrites `a`, adds to the gradients. */
  backward(
    { x, dStream }: { x: Tensor; dStream: Tensor },
    a: BlockActivations,
    scratch: BackwardScratch,
    place: Place,
    gradients: ParameterSet,
  ): void {
    const { norm, dNorm } = scratch;
    // out = middle + mlp(norm2(middle))
    this.#norm2.forward(a.middle, norm, null);
    this.#mlp.backward({ dOut: dStream, x: norm, dX: dNorm }, a.mlp, scratch, gradients);
    this.#norm2.backward({ dOut: dNorm, x: a.middle, dX: dStream }, a.norm2!, gradients);
    // middle = x + attention(norm1(x))
    this.#norm1.forward(x, norm, null);
    this.attention.backward({ dOut: dStream, x: norm, dX: dNorm }, a.attention, place, scratch, gradients);
    this.#norm1.backward({ dOut: dNorm, x, dX: dStream }, a.norm1!, gradients);
  }
}
