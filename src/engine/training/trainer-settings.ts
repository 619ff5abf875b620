import { blockOf, type ParameterSpec } from '../models/parameters.ts';
import type { PassMode } from '../models/training-pass.ts';
import type { Batch } from '../tokens/batch.ts';
import type { TokenSet } from '../tokens/token-set.ts';
import type { Wire } from './collective.ts';
import type { OptimizerSettings } from './optimizer.ts';
import type { ScheduleSettings } from './schedule.ts';

export interface TrainerSettings extends OptimizerSettings, ScheduleSettings {
  /** Positions of a training window (T), each of which predicts the next token. */
  readonly window: number;
  /** random: windows from anywhere; documents: each token once a pass, see `DocumentWindows`. */
  readonly packing: 'random' | 'documents';
  /** Windows in one forward and backward (B). */
  readonly batch_size: number;
  /** Such batches in one update. */
  readonly accumulate_gradients: number;
  /** Probability of replacing an input token by a random one. */
  readonly noise: number;
  /** Largest norm of the gradients; 0 is no limit. */
  readonly clip: number;
  /** Share of embeddings and branches to leave out, see `TrainableModel.dropout`; adapters have a dropout of their own. */
  readonly dropout: number;
  readonly only_train_transformer_layers: boolean;
  /** The first blocks that are not trained; if there are any, the embedding is not trained either. */
  readonly freeze_blocks: number;
  readonly memory_saving_gradients: boolean;
  /** How gradients travel between ranks; default float32. */
  readonly wire?: Wire;
  /**
   * Local steps that each rank takes between two outer steps, see `OuterStep`; default 1: none, all ranks sum the gradients of
   * every update. The outer step's settings are its own, by default those of the paper.
   */
  readonly sync_every?: number;
  readonly outer_learning_rate?: number;
  readonly outer_momentum?: number;
  readonly seed: number;
}

export interface TrainingData {
  readonly training: TokenSet;
  /** Fixed batches of `window` positions; empty where there is nothing to validate on. */
  readonly validation: readonly Batch[];
  /** The tokens before and after each document; null if the vocabulary has none. */
  readonly beginMark: number | null;
  readonly endMark: number | null;
}

/**
 * The parameters that are trained: all, or those of the blocks alone, as the scripts of 2019 trained the 345M model; without
 * the embedding and the first blocks if some are frozen. A head that is the embedding is frozen with it.
 */
export function trainedTable(
  table: readonly ParameterSpec[],
  {
    only_train_transformer_layers,
    freeze_blocks,
  }: Pick<TrainerSettings, 'only_train_transformer_layers' | 'freeze_blocks'>,
): readonly ParameterSpec[] {
  return table.filter((spec) => {
    if (only_train_transformer_layers && spec.part !== 'block') return false;
    return freeze_blocks === 0 || (spec.part !== 'embedding' && (blockOf(spec) ?? freeze_blocks) >= freeze_blocks);
  });
}

/** Whether ranks take steps of their own, and meet for outer steps. */
export function takesLocalSteps({ sync_every = 1 }: Pick<TrainerSettings, 'sync_every'>): boolean {
  return sync_every > 1;
}

/** How `Trainer` plans its passes. */
export function trainingMode(memory_saving_gradients: boolean): PassMode {
  return memory_saving_gradients ? 'train-saving-memory' : 'train';
}
