import { join } from 'pathe';
import type { TrainingMemory } from '../../engine/training/training-memory.ts';
import { TRAINING_FACTS } from '../../project/checkpoint-names.ts';
import type { DeviceEvent } from '../../project/devices.ts';
import type { Files } from '../../project/files.ts';
import { textIfThere } from '../../project/paths.ts';
import { writeText } from '../../project/write-text.ts';
import type { TrainSettings } from '../settings/train.ts';
import type { Provenance } from './provenance.ts';

/** checkpoint/<run>/training.json: what the newest training of a run was, on what data and which machine. */
export interface TrainingFacts {
  readonly provenance: Provenance;
  /** The model that the run started from. */
  readonly model: string;
  readonly parameters: number;
  /** The rank of the adapter that is trained; null if all weights are. */
  readonly adapterRank: number | null;
  readonly dataset: {
    readonly posts: number;
    readonly heldOutPosts: number;
    readonly trainingTokens: number;
    readonly validationTokens: number;
    /** Of the text of the held-out posts: makes bits per byte of their loss. Missing in runs from before it was recorded. */
    readonly validationBytes?: number;
  };
  readonly window: number;
  readonly tokensPerStep: number;
  /** Steps in one pass over the training tokens. */
  readonly stepsPerEpoch: number;
  /** The last step that was planned; null if there was none. */
  readonly steps: number | null;
  /** What the training was expected to take, and what was free, in bytes. */
  readonly memory: TrainingMemory;
  readonly availableBytes: number;
  /** Of the matrix products. */
  readonly precision: DeviceEvent['precision'];
  /** Memory of the machine; Number.MAX_SAFE_INTEGER if it is unknown, as in a browser. */
  readonly totalBytes: number;
  readonly settings: TrainSettings;
}

/** Throws WriteFault. */
export function writeFacts(files: Files, runFolder: string, facts: TrainingFacts): Promise<void> {
  return writeText(files, join(runFolder, TRAINING_FACTS), `${JSON.stringify(facts, null, 2)}\n`);
}

/** The facts of a run; null if it has none, or they cannot be used. */
export async function readFacts(files: Files, runFolder: string): Promise<TrainingFacts | null> {
  const json = await textIfThere(files, join(runFolder, TRAINING_FACTS));
  try {
    const facts = JSON.parse(json ?? 'null') as TrainingFacts | null;
    return facts !== null && isWhole(facts) ? facts : null;
  } catch {
    return null;
  }
}

function isWhole({ model, parameters, dataset, memory, provenance, settings, ...counts }: TrainingFacts): boolean {
  const numbers = [
    parameters,
    counts.window,
    counts.tokensPerStep,
    counts.stepsPerEpoch,
    counts.availableBytes,
    dataset.posts,
    dataset.heldOutPosts,
    dataset.trainingTokens,
    dataset.validationTokens,
    memory.total,
    counts.totalBytes,
  ];
  return (
    numbers.every(Number.isFinite) &&
    typeof model === 'string' &&
    typeof provenance.device === 'string' &&
    typeof settings === 'object' &&
    settings !== null
  );
}
