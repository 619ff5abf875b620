import type { Trainer, Update, ValidationProgress } from './trainer.ts';
import type { Validation } from './validation-history.ts';

/** When things happen; each `_every` is in updates, 0 is never. */
export interface LoopSettings {
  /** Stop after this many updates in all; null is endless. */
  readonly steps: number | null;
  readonly save_every: number;
  readonly sample_every: number;
  readonly val_every: number;
  /** Stop when this many validations in a row were not better than the best; 0 is never. */
  readonly patience: number;
}

/** All steps are done; validation stopped improving; or the signal aborted. */
export type StopReason = 'steps' | 'patience' | 'interrupted';

/** `seconds` count from the start of the loop. */
export type TrainingEvent =
  /** An update is done, after these seconds of this call. */
  | ({ readonly type: 'step'; readonly seconds: number } & Update)
  /** The validation loss is being measured. Reported about every two seconds, so not at all if it takes less. */
  | ({ readonly type: 'validating'; readonly step: number; readonly secondsLeft: number } & ValidationProgress)
  /** The validation loss was measured; `isBest` if none before was lower. */
  | ({ readonly type: 'validation'; readonly seconds: number; readonly isBest: boolean } & Validation)
  /** Save the trainer's model, moments and state before asking for the next event. */
  | { readonly type: 'save'; readonly step: number; readonly isBest: boolean }
  /** Write samples before asking for the next event. */
  | { readonly type: 'sample'; readonly step: number }
  /** The training ends at this step, and why. */
  | { readonly type: 'stopped'; readonly step: number; readonly seconds: number; readonly reason: StopReason };

/** What the loop needs in addition to settings. */
export interface LoopSurroundings {
  /** Seconds since any fixed moment. */
  readonly clock: () => number;
  /** Lets the running update finish, then saves and stops. */
  readonly signal?: AbortSignal | undefined;
  /** The samples of the step that the training resumes from are missing, and are written first if due. */
  readonly samplesMissing?: boolean;
}

/**
 * Trains until there is a reason to stop. After update N: the validation that is due, the save, then samples, so that a
 * checkpoint N contains N updates and knows whether it is the best. (The scripts of 2019 did all this before update N:
 * their model-1000 had 999.) The base model is validated before the first update, and the last step always; a
 * checkpoint is also saved where a validation is the best so far, and where the loop stops. What was due where
 * a training was interrupted is done first when it resumes; samples that exist are not drawn again.
 */
export async function* trainingLoop(
  trainer: Trainer,
  settings: LoopSettings,
  { clock, signal, samplesMissing = false }: LoopSurroundings,
): AsyncGenerator<TrainingEvent, void, undefined> {
  const start = clock();
  const seconds = () => clock() - start;
  const { validations } = trainer;
  const firstStep = trainer.step;
  let saved = firstStep;
  // The ranks meet after every sample: all of them count one as missing, or none.
  let sampled = (await trainer.agree(samplesMissing)) ? 0 : firstStep;
  for (;;) {
    const { step } = trainer;
    let isBest = false;
    if (validationDue(trainer, settings)) {
      const loss = yield* validated(trainer, clock, signal);
      isBest = loss !== null && step > 0 && validations.best?.step === step;
      if (loss !== null) yield { type: 'validation', step, loss, isBest, seconds: seconds() };
    }
    let reason = await reasonToStop(trainer, settings, signal);
    if (isBest || (step > saved && (reason !== null || isDue(settings.save_every, step)))) {
      await trainer.meetToSave();
      yield { type: 'save', step, isBest };
      saved = step;
    }
    if (reason !== 'interrupted' && step > sampled && isDue(settings.sample_every, step)) {
      await trainer.meet();
      yield { type: 'sample', step };
      sampled = step;
      reason = await reasonToStop(trainer, settings, signal);
    }
    if (reason === null) yield { type: 'step', ...(await trainer.update()), seconds: seconds() };
    else if (trainer.step === saved) return yield { type: 'stopped', step, seconds: seconds(), reason };
  }
}

/** How often a validation reports how far it is. */
const REPORT_SECONDS = 2;

/** Measures the validation loss; null if `signal` ended it early. */
async function* validated(
  trainer: Trainer,
  clock: () => number,
  signal?: AbortSignal,
): AsyncGenerator<TrainingEvent, number | null, undefined> {
  const began = clock();
  let reported = began;
  const validating = trainer.validating(signal);
  for (;;) {
    const { done, value } = await validating.next();
    if (done === true) return value;
    const { batches, batchesDone } = value;
    const now = clock();
    if (batchesDone === batches || now - reported < REPORT_SECONDS) continue;
    reported = now;
    const secondsLeft = ((now - began) / batchesDone) * (batches - batchesDone);
    yield { type: 'validating', step: trainer.step, secondsLeft, ...value };
  }
}

function isDue(every: number, step: number): boolean {
  return every > 0 && step % every === 0;
}

function validationDue({ canValidate, validations, step }: Trainer, { val_every, steps }: LoopSettings): boolean {
  if (!canValidate || val_every === 0 || validations.hasStep(step)) return false;
  return step % val_every === 0 || (steps !== null && step >= steps);
}

/** A training that is complete stops as complete, even where it is interrupted at the same moment. Any rank can interrupt it. */
async function reasonToStop(
  trainer: Trainer,
  { steps, patience }: LoopSettings,
  signal?: AbortSignal,
): Promise<StopReason | null> {
  if (steps !== null && trainer.step >= steps) return 'steps';
  if (patience > 0 && trainer.validations.worseInARow >= patience) return 'patience';
  return (await trainer.agree(signal?.aborted ?? false)) ? 'interrupted' : null;
}
