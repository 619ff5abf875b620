import type { CacheType } from '../device/data-types.ts';
import type { Device } from '../device/device.ts';
import type { Shape } from './architecture.ts';
import type { Dropout } from './dropout.ts';
import type { ModelConfiguration } from './model-configuration.ts';
import type { ParameterSet } from './parameters.ts';
import type { Stack } from './stack.ts';

/** A model that can read: with its weights as they are, or packed, or with adapters. */
export interface LanguageModel {
  readonly device: Device;
  readonly configuration: ModelConfiguration;
  readonly shape: Shape;
  readonly stack: Stack;
  /** How keys and values of the past are kept. */
  readonly cacheType: CacheType;
  /** What is left out while it is trained; absent for a model that always computes alike. */
  readonly dropout?: Dropout;
  /** Gives all memory back. */
  free(): void;
}

/** A model of which something is trained: all its weights, or adapters beside them. */
export interface ModelInTraining extends LanguageModel {
  /** What is trained, and nothing else. */
  readonly parameters: ParameterSet;
}

/** Token ids (B, T) and the one that should follow each, (B, T), −1 where none is asked. */
export interface BatchTokens {
  readonly inputs: Int32Array;
  readonly targets: Int32Array;
}

/** How the gradients of a batch are added up. */
export interface GradientOptions {
  /** The gradients are multiplied by it. Default 1. */
  readonly gradientScale?: number;
  /** A model with dropout leaves out what this number, below 2³², says. Default 0. */
  readonly draw?: number;
  /** Called when the kernels recorded so far finish the gradients of a block: the last block first. */
  readonly blockDone?: (block: number) => void;
}

/** Windows of (B, T) tokens through a model, with the memory for that; made by `WindowPass`. */
export interface TrainingPass {
  readonly B: number;
  readonly T: number;
  /** The mean loss of each target of the batch in nats, without gradients. */
  evaluate(batch: BatchTokens): Promise<number>;
  /**
   * Forward and backward: adds the gradient of the batch's mean loss to `gradients` (parameters that are not in that set are
   * frozen) and returns the mean loss in nats. Throws RangeError for a pass that was made to evaluate alone.
   */
  accumulateGradients(gradients: ParameterSet, batch: BatchTokens, options?: GradientOptions): Promise<number>;
  free(): void;
}

/** What follows the newest token of each text. */
export interface BatchScores {
  readonly logits: Float32Array; // (B, V)
  readonly blocks: Float32Array; // (B, 2G)
}

/** The same, for a draw. */
export interface DrawScores extends BatchScores {
  /** The same logits, summarised for temperature 1; null unless that was asked for. */
  readonly plain: BatchScores | null;
}

/**
 * Text that is read token by token: every block's keys and values are kept, so that the past is never computed again. B
 * texts side by side, all at the same position; a text's logits have the same bits whatever B is. Made by `CachedReader`.
 */
export interface DecodingState {
  /** Texts side by side (B). */
  readonly B: number;
  /** Most tokens that a text can have (P), at most the model's context. */
  readonly capacity: number;
  /** Tokens read so far. */
  readonly position: number;
  /**
   * Reads T more tokens of each text, `tokens` (B, T), in one pass; returns the logits (B, V) after the last.
   * Throws RangeError when the cache has no room for them.
   */
  feed(tokens: Int32Array): Promise<Float32Array>;
  /**
   * The same, with the logits summarised for a draw at this temperature: see the operation `scoreBlocks`. The arrays are
   * those of the last call, filled again. `withPlain`: also for temperature 1; default: false.
   */
  score(tokens: Int32Array, temperature: number, withPlain?: boolean): Promise<DrawScores>;
  /** Forgets everything read. */
  reset(): void;
  free(): void;
}
