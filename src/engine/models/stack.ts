import type { Device, Tensor } from '../device/device.ts';
import type { Past, Place } from './layers/attention.ts';
import type { BackwardScratch, Block, BlockActivations, ForwardScratch } from './layers/block.ts';
import type { EmbeddedTokens, Embedding } from './layers/embedding.ts';
import type { Head } from './layers/head.ts';
import type { Norm, RowStatistics } from './layers/norm.ts';
import type { Rotary, RotaryTables } from './layers/rotary.ts';
import type { ParameterSet } from './parameters.ts';

/** The tensors that a pass goes through. */
export interface Flow<Scratch = ForwardScratch> {
  /** The stream before block l, (B, T, C) each; the last is the output of the last block. */
  readonly streams: readonly Tensor[];
  /** One for each block, or the same one for all. */
  readonly blocks: readonly BlockActivations[];
  readonly scratch: Scratch;
  /** Of the last norm; null where nothing goes backward. */
  readonly statistics: RowStatistics | null;
  /** What the last norm gives, (B, T, C). */
  readonly hidden: Tensor;
  /** For as many positions as the flow can reach; null for an architecture that does not rotate. */
  readonly rotary: RotaryTables | null;
  /** One for each block; null where the window is all there is. */
  readonly pasts: readonly Past[] | null;
}

/** What goes backward through a flow. */
export interface BackwardFlow extends Flow<BackwardScratch> {
  readonly dStream: Tensor; // (B, T, C)
  /** Whether the blocks share their activations, so that each is computed again before its backward (Chen et al., 2016). */
  readonly recomputes: boolean;
  /** The first blocks that are not trained, and neither is the embedding if there are any: nothing goes backward there. */
  readonly frozenBlocks: number;
}

/**
 * A transformer: embedding, blocks, norm and head, written once for training, for measuring and for decoding. There is no
 * automatic differentiation: each backward quotes the forward line that it undoes.
 */
export class Stack {
  readonly blocks: readonly Block[];
  readonly norm: Norm;
  readonly head: Head;
  /** Null for an architecture that does not rotate. */
  readonly rotary: Rotary | null;
  readonly #device: Device;
  readonly #embedding: Embedding;
  readonly #hiddenMultiplier: number;

  constructor(device: Device, parts: StackParts) {
    this.blocks = parts.blocks;
    this.norm = parts.norm;
    this.head = parts.head;
    this.rotary = parts.rotary ?? null;
    this.#device = device;
    this.#embedding = parts.embedding;
    this.#hiddenMultiplier = parts.hiddenMultiplier ?? 1;
  }

  /** From tokens to `hidden`, on which the head works. */
  forward({ tokens, positions }: EmbeddedTokens, flow: Flow): void {
    const { streams, blocks, scratch, statistics, hidden, rotary, pasts } = flow;
    const place = { positions, rotary };
    this.#embedding.forward({ tokens, positions }, streams[0]);
    this.blocks.forEach((block, l) => {
      block.forward({ x: streams[l], out: streams[l + 1] }, blocks[l], scratch, place, pasts?.[l] ?? null);
    });
    this.norm.forward(streams[this.blocks.length], hidden, statistics);
    this.#scale(hidden);
  }

  /**
   * From `dHidden` (B, T, C), which is overwritten, after `forward` over the same flow; adds to the gradients. `blockDone` is
   * called when the kernels recorded so far finish those of a block.
   */
  backward(
    { tokens, positions }: EmbeddedTokens,
    flow: BackwardFlow,
    dHidden: Tensor,
    gradients: ParameterSet,
    blockDone?: (block: number) => void,
  ): void {
    const { streams, blocks, scratch, statistics, dStream, frozenBlocks } = flow;
    const place: Place = { positions, rotary: flow.rotary };
    const L = this.blocks.length;
    // hidden = multiplier · norm(streams[L])
    this.#scale(dHidden);
    this.#device.fill({ out: dStream, value: 0 });
    this.norm.backward({ dOut: dHidden, x: streams[L], dX: dStream }, statistics!, gradients);
    for (let l = L - 1; l >= frozenBlocks; l--) {
      const [block, x] = [this.blocks[l], streams[l]];
      // Its output lands where the input of block l + 1 was, as before.
      if (flow.recomputes) block.forward({ x, out: streams[l + 1] }, blocks[l], scratch, place, null);
      block.backward({ x, dStream }, blocks[l], scratch, place, gradients);
      blockDone?.(l);
    }
    if (frozenBlocks > 0) return;
    // streams[0] = embedding(tokens)
    this.#embedding.backward({ tokens, positions }, dStream, gradients);
  }

  #scale(rows: Tensor): void {
    const factor = this.#hiddenMultiplier;
    if (factor !== 1) this.#device.scale({ x: rows, residual: null, out: rows, factor });
  }
}

/** What a stack is made of. */
export interface StackParts {
  readonly embedding: Embedding;
  readonly blocks: readonly Block[];
  readonly norm: Norm;
  readonly head: Head;
  /** Default: nothing is rotated. */
  readonly rotary?: Rotary;
  /** Of what the head works on. Default 1. */
  readonly hiddenMultiplier?: number;
}
