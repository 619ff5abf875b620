import type { Device, Tensor } from '../device/device.ts';
import type { Past } from './layers/attention.ts';
import type { BackwardScratch, Block, BlockActivations, ForwardScratch } from './layers/block.ts';
import type { EmbeddedTokens, Embedding } from './layers/embedding.ts';
import type { LayerNorm } from './layers/layer-norm.ts';
import type { TiedHead } from './layers/tied-head.ts';
import type { ParameterSet } from './parameters.ts';
import type { RowStatistics } from './room.ts';

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
  /** One for each block; null where the window is all there is. */
  readonly pasts: readonly Past[] | null;
}

/** What goes backward through a flow. */
export interface BackwardFlow extends Flow<BackwardScratch> {
  readonly dStream: Tensor; // (B, T, C)
  /** Whether the blocks share their activations, so that each is computed again before its backward (Chen et al., 2016). */
  readonly recomputes: boolean;
}

/**
 * A transformer: embedding, blocks, norm and head, written once for training, for measuring and for decoding. There is no
 * automatic differentiation: each backward quotes the forward line that it undoes.
 */
export class Stack {
  readonly blocks: readonly Block[];
  readonly head: TiedHead;
  readonly #device: Device;
  readonly #embedding: Embedding;
  readonly #norm: LayerNorm;

  constructor(
    device: Device,
    parts: { embedding: Embedding; blocks: readonly Block[]; norm: LayerNorm; head: TiedHead },
  ) {
    this.blocks = parts.blocks;
    this.head = parts.head;
    this.#device = device;
    this.#embedding = parts.embedding;
    this.#norm = parts.norm;
  }

  /** From tokens to `hidden`, on which the head works. */
  forward(tokens: EmbeddedTokens, { streams, blocks, scratch, statistics, hidden, pasts }: Flow): void {
    this.#embedding.forward(tokens, streams[0]);
    this.blocks.forEach((block, l) => {
      block.forward(streams[l], streams[l + 1], blocks[l], scratch, pasts?.[l] ?? null);
    });
    this.#norm.forward(streams[this.blocks.length], hidden, statistics);
  }

  /** From `dHidden` (B, T, C), after `forward` over the same flow; adds to the gradients. */
  backward(tokens: EmbeddedTokens, flow: BackwardFlow, dHidden: Tensor, gradients: ParameterSet): void {
    const { streams, blocks, scratch, statistics, dStream } = flow;
    const L = this.blocks.length;
    // hidden = norm(streams[L])
    this.#device.fill({ out: dStream, value: 0 });
    this.#norm.backward({ dOut: dHidden, x: streams[L], dX: dStream }, statistics!, gradients);
    for (let l = L - 1; l >= 0; l--) {
      const block = this.blocks[l];
      // Its output lands where the input of block l + 1 was, as before.
      if (flow.recomputes) block.forward(streams[l], streams[l + 1], blocks[l], scratch, null);
      block.backward(streams[l], dStream, blocks[l], scratch, gradients);
    }
    // streams[0] = embedding(tokens)
    this.#embedding.backward(tokens, dStream, gradients);
  }
}
