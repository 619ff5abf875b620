import type { Hparams } from '../model/configuration.ts';
import { parameterSetBytes, parameterTable } from '../model/parameters.ts';
import { workspaceBytes } from '../model/workspace.ts';
import { momentTables } from './optimizer.ts';
import { type TrainerSettings, trainedTable, trainingMode } from './trainer.ts';

/** The settings that decide how much memory a training takes. */
export type MemorySettings = Pick<
  TrainerSettings,
  'window' | 'batch_size' | 'optimizer' | 'only_train_transformer_layers' | 'memory_saving_gradients'
> & {
  /** Windows of a validation batch; 0 where nothing is validated. */
  readonly validationWindows: number;
  /** Whether samples are drawn on the way. */
  readonly samples: boolean;
};

/** What takes the memory of a training, in bytes. */
export interface TrainingMemory {
  readonly parameters: number;
  readonly gradients: number;
  readonly moments: number;
  /** What the forward leaves for the backward, and what validation and samples need of the kind. */
  readonly activations: number;
  /** What the kernels of the cpu device take for themselves, in float32; bfloat16 takes a little less. */
  readonly kernels: number;
  /** The program itself, its libraries and the vocabulary: about so much, whatever is trained. */
  readonly program: number;
  readonly total: number;
}

/** Rows of which the classifier of the cpu device holds all logits at once, and words it takes at a time. */
const CLASSIFIER_ROWS = 384;
const CLASSIFIER_WORDS = 1024;

const PROGRAM_BYTES = 1e8;

/**
 * The bytes that a training of a model of this shape takes, reckoned and not measured: sums of the tensors that are
 * allocated, and what the kernels of the cpu device are known to take.
 */
export function trainingMemory(hparams: Hparams, settings: MemorySettings): TrainingMemory {
  const { n_vocab: V, n_embd: C, n_layer: L, n_ctx } = hparams;
  const { window: T, batch_size: B, optimizer, validationWindows } = settings;
  const table = parameterTable(hparams);
  const parameters = parameterSetBytes(table);
  const trained = trainedTable(table, settings.only_train_transformer_layers);
  const gradients = parameterSetBytes(trained);
  const kept = momentTables(trained, optimizer);
  const moments = kept === null ? 0 : parameterSetBytes(kept.m) + parameterSetBytes(kept.v);
  const cache = settings.samples ? 4 * (2 * L * n_ctx * C + V) : 0;
  const activations =
    workspaceBytes(hparams, B, T, trainingMode(settings.memory_saving_gradients)) +
    (validationWindows === 0 ? 0 : workspaceBytes(hparams, validationWindows, T, 'evaluate')) +
    cache;
  // Both factors of the largest product, rearranged, and for a chunk of rows their logits, a block of them rearranged,
  // and what goes into the classifier and comes out.
  const rows = Math.max(B, validationWindows) * T;
  const factors = rows * 4 * C + 4 * C * Math.max(C, rows);
  // The largest matrix twice, while muon makes it orthogonal.
  const orthogonal = optimizer === 'muon' ? 2 * 4 * C * C : 0;
  const kernels = 4 * (factors + orthogonal + Math.min(rows, CLASSIFIER_ROWS) * (V + CLASSIFIER_WORDS + 3 * C));
  return {
    parameters,
    gradients,
    moments,
    activations,
    kernels,
    program: PROGRAM_BYTES,
    total: parameters + gradients + moments + activations + kernels + PROGRAM_BYTES,
  };
}

/** No window is made shorter than this to save memory: a model learns little from less. */
const SHORTEST_WINDOW = 64;

/**
 * The nearest settings with which a training fits into `availableBytes`: first memory-saving gradients, then smaller
 * batches, then shorter windows, then the transformer's layers alone, then sgd. Only what changes; null if nothing helps.
 */
export function fittingSettings(
  hparams: Hparams,
  settings: MemorySettings,
  availableBytes: number,
): Partial<MemorySettings> | null {
  let changes: Partial<MemorySettings> = {};
  const fits = () => trainingMemory(hparams, { ...settings, ...changes }).total <= availableBytes;
  const current = <Key extends keyof MemorySettings>(key: Key) => ({ ...settings, ...changes })[key];

  changes = { memory_saving_gradients: true };
  while (!fits() && current('batch_size') > 1) {
    changes = { ...changes, batch_size: Math.floor(current('batch_size') / 2) };
  }
  while (!fits() && current('window') >= 2 * SHORTEST_WINDOW) {
    changes = { ...changes, window: Math.floor(current('window') / 2) };
  }
  if (!fits()) changes = { ...changes, only_train_transformer_layers: true };
  if (!fits()) changes = { ...changes, optimizer: 'sgd' };
  if (!fits()) return null;
  return Object.fromEntries(
    Object.entries(changes).filter(([key, value]) => settings[key as keyof MemorySettings] !== value),
  );
}
