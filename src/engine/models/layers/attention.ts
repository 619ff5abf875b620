import type { Device, Tensor } from '../../device/device.ts';
import type { ParameterSet } from '../parameters.ts';
import type { Room } from '../room.ts';
import type { BranchEnd } from './branch-end.ts';
import type { HeadNorm, HeadShape } from './head-norm.ts';
import type { Linear } from './linear.ts';
import type { RotaryTables } from './rotary.ts';

export interface AttentionActivations {
  /** What the input gives; the same tensor as `qkv` where queries and keys are not normed. (B, T, W) */
  readonly projected: Tensor;
  /** Queries, keys and values as they meet: normed and rotated. (B, T, W) */
  readonly qkv: Tensor;
  readonly mixed: Tensor; // (B, T, NH · HS)
  /** Null where nothing goes backward. (B, NH, T) */
  readonly logSumExp: Tensor | null;
}

/** Keys and values of a text so far, (B, NKV, P, HS) each. */
export interface Past {
  readonly keys: Tensor;
  readonly values: Tensor;
}

/** Where the tokens of a window are in their texts. */
export interface Place {
  /** The position of each text's first token, (B) int32. */
  readonly positions: Tensor;
  /** Null for an architecture that does not rotate. */
  readonly rotary: RotaryTables | null;
}

/** The parts of an attention. */
export interface AttentionLayers {
  /** From the stream to queries, keys and values side by side, W = (NH + 2 NKV) · HS. */
  readonly input: Linear;
  /** Null where queries and keys meet as they are. */
  readonly headNorm: HeadNorm | null;
  readonly output: BranchEnd;
}

/** How an attention differs from others of its size. */
export interface AttentionSettings extends HeadShape {
  /** Of the scores before the softmax: 1 / √HS in most models. */
  readonly scale: number;
  /** Whether queries and keys are rotated by their positions. */
  readonly rotates: boolean;
}

/**
 * Every token takes from itself and those before it: out = output(attention(input(x))) + residual. Vaswani et al., 2017;
 * with fewer heads of keys and values than of queries, Ainslie et al., 2023.
 */
export class Attention {
  /** Channels of queries, keys and values together (W). */
  readonly qkvWidth: number;
  /** Channels of the heads side by side (NH · HS); not always those of the stream. */
  readonly mixedWidth: number;
  readonly #device: Device;
  readonly #settings: AttentionSettings;
  readonly #layers: AttentionLayers;

  constructor(device: Device, settings: AttentionSettings, layers: AttentionLayers) {
    const { heads, keyHeads, headWidth } = settings;
    this.qkvWidth = (heads + 2 * keyHeads) * headWidth;
    this.mixedWidth = heads * headWidth;
    this.#device = device;
    this.#settings = settings;
    this.#layers = layers;
  }

  allocate(room: Room, keepsStatistics: boolean): AttentionActivations {
    const qkv = room.rows(this.qkvWidth);
    return {
      projected: this.#layers.headNorm === null ? qkv : room.rows(this.qkvWidth),
      qkv,
      mixed: room.rows(this.mixedWidth),
      logSumExp: keepsStatistics ? room.allocate([room.B, this.#settings.heads, room.T]) : null,
    };
  }

  /** A cache for `capacity` positions of each text. */
  allocatePast(room: Room, capacity: number, type: 'cache32' | 'cache16'): Past {
    const { keyHeads, headWidth } = this.#settings;
    const cache = () => room.allocate([room.B, keyHeads, capacity, headWidth], type);
    return { keys: cache(), values: cache() };
  }

  /**
   * Overwrites `out` (B, T, C), which may be `residual`, and `x`. Without a past the window is all there is; with one its
   * keys and values are added to it.
   */
  forward(
    { x, residual, out }: { x: Tensor; residual: Tensor; out: Tensor },
    a: AttentionActivations,
    place: Place,
    past: Past | null,
  ): void {
    const { input, headNorm, output } = this.#layers;
    const { scale } = this.#settings;
    const { qkv, mixed } = a;
    input.forward(x, null, a.projected);
    headNorm?.forward(a.projected, qkv);
    this.#rotate(qkv, place, 1);
    if (past !== null) this.#device.attentionCached({ qkv, positions: place.positions, ...past, out: mixed, scale });
    else this.#device.attention({ qkv, out: mixed, logSumExp: a.logSumExp!, scale });
    output.forward(mixed, residual, out, x);
  }

  /** Of out = attention(x) + residual, for x alone: overwrites `dX` (B, T, C) and the scratch, adds to the gradients. */
  backward(
    { dOut, x, dX }: { dOut: Tensor; x: Tensor; dX: Tensor },
    a: AttentionActivations,
    place: Place,
    { dQkv, dMixed }: { dQkv: Tensor; dMixed: Tensor },
    gradients: ParameterSet,
  ): void {
    const { input, headNorm, output } = this.#layers;
    const { scale } = this.#settings;
    const { qkv, mixed } = a;
    // out = output(mixed) + residual
    output.backward({ dOut, x: mixed, dX: dMixed }, dX, gradients);
    this.#device.attentionBackward({ dOut: dMixed, qkv, out: mixed, logSumExp: a.logSumExp!, dQkv, scale });
    // qkv = rotated(headNorm(input(x)))
    this.#rotate(dQkv, place, -1);
    headNorm?.backward({ dOut: dQkv, x: a.projected, dX: dQkv }, gradients);
    input.backward({ dOut: dQkv, x, dX }, gradients);
  }

  /** In place; `direction` −1 turns gradients back. */
  #rotate(qkv: Tensor, { positions, rotary }: Place, direction: 1 | -1): void {
    const { heads, keyHeads, rotates } = this.#settings;
    if (rotates) this.#device.rotary({ qkv, positions, ...rotary!, heads: heads + keyHeads, direction });
  }
}
