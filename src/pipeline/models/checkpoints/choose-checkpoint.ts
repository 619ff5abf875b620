import { join } from 'pathe';
import { Fault } from '../../../fault.ts';
import { BEST, checkpointName } from '../../../project/checkpoint-names.ts';
import type { Files } from '../../../project/files.ts';
import { bestCheckpoint, checkpointSteps, latestCheckpoint, type SavedCheckpoint } from './run-folder.ts';

/** The checkpoint with the lowest validation loss, the one saved last, or that of a step. */
export type CheckpointChoice = 'best' | 'latest' | number;

/** A run does not have the checkpoint that was asked for, but others. */
export class NoCheckpointFault extends Fault {
  override readonly code: string = 'no-checkpoint';
}

/**
 * A checkpoint in the folder of a run; null if there is none at all. Throws NoCheckpointFault, which names those there are, if
 * it is not kept, or if no best one was recorded: a run without validation has none.
 */
export async function chooseCheckpoint(
  files: Files,
  runFolder: string,
  choice: CheckpointChoice,
): Promise<SavedCheckpoint | null> {
  const latest = await latestCheckpoint(files, runFolder);
  if (choice === 'latest' || latest === null) return latest;
  const steps = await checkpointSteps(files, runFolder);
  const best = await bestCheckpoint(files, runFolder);
  if (choice === 'best' && best !== null) return best;
  if (choice !== 'best' && steps.includes(choice)) {
    return { path: join(runFolder, checkpointName(choice)), step: choice };
  }
  const marks = (step: number) => (step === best?.step ? ` (${BEST})` : step === latest.step ? ' (latest)' : '');
  const there = steps.map((step) => `${step}${marks(step)}`).join(', ');
  const missing =
    choice === 'best' ? `no best checkpoint recorded: its training had no validation` : `no checkpoint ${choice}`;
  throw new NoCheckpointFault(`${runFolder} has ${missing}. It keeps these: ${there}.`);
}
