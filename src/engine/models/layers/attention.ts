import type { Device, Tensor } from '../../device/device.ts';
import type { ParameterSet } from '../parameters.ts';
import type { Room } from '../room.ts';
import type { Linear } from './linear.ts';

export interface AttentionActivations {
  readonly qkv: Tensor; // (B, T, 3C)
  readonly mixed: Tensor; // (B, T, C)
  /** Null where nothing goes backward. (B, NH, T) */
  readonly logSumExp: Tensor | null;
}

/** Keys and values of a text so far, (B, NH, P, HS) each, and the position of its next token, (B) int32. */
export interface Past {
  readonly keys: Tensor;
  readonly values: Tensor;
  readonly positions: Tensor;
}

/** Every token takes from itself and those before it: out = output(attention(input(x))) + residual. Vaswani et al., 2017. */
export class Attention {
  readonly heads: number;
  /** Channels of queries, keys and values together. */
  readonly qkvWidth: number;
  readonly #device: Device;
  readonly #width: number;
  readonly #scale: number;
  readonly #input: Linear;
  readonly #output: Linear;

  constructor(device: Device, width: number, heads: number, layers: { input: Linear; output: Linear }) {
    this.heads = heads;
    this.qkvWidth = 3 * width;
    this.#device = device;
    this.#width = width;
    this.#scale = 1 / Math.sqrt(width / heads);
    this.#input = layers.input;
    this.#output = layers.output;
  }

  allocate(room: Room, keepsStatistics: boolean): AttentionActivations {
    return {
      qkv: room.rows(this.qkvWidth),
      mixed: room.rows(this.#width),
      logSumExp: keepsStatistics ? room.allocate([room.B, this.heads, room.T]) : null,
    };
  }

  /** A cache for `capacity` positions of each text. */
  allocatePast(room: Room, capacity: number, positions: Tensor, type: 'cache32' | 'cache16'): Past {
    const cache = () => room.allocate([room.B, this.heads, capacity, this.#width / this.heads], type);
    return { keys: cache(), values: cache(), positions };
  }

  /**
   * Overwrites `out` (B, T, C), which may be `residual`. Without a past the window is all there is; with one its keys
   * and values are added to it.
   */
  forward(x: Tensor, residual: Tensor, out: Tensor, a: AttentionActivations, past: Past | null): void {
    this.#input.forward(x, null, a.qkv);
    const scale = this.#scale;
    if (past !== null) this.#device.attentionCached({ qkv: a.qkv, ...past, out: a.mixed, scale });
    else this.#device.attention({ qkv: a.qkv, out: a.mixed, logSumExp: a.logSumExp!, scale });
    this.#output.forward(a.mixed, residual, out);
  }

  /** Of out = attention(x) + residual, for x alone: overwrites `dX` (B, T, C) and `dQkv`, adds to the gradients. */
  backward(
    { dOut, x, dX }: { dOut: Tensor; x: Tensor; dX: Tensor },
    a: AttentionActivations,
    dQkv: Tensor,
    gradients: ParameterSet,
  ): void {
    // out = output(mixed) + residual
    const dMixed = dX;
    this.#output.backward({ dOut, x: a.mixed, dX: dMixed }, gradients);
    const forward = { qkv: a.qkv, out: a.mixed, logSumExp: a.logSumExp!, scale: this.#scale };
    this.#device.attentionBackward({ ...forward, dOut: dMixed, dQkv });
    // qkv = input(x)
    this.#input.backward({ dOut: dQkv, x, dX }, gradients);
  }
}
