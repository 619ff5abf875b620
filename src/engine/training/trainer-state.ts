import { Fault } from '../../fault.ts';
import type { RandomState } from '../random.ts';
import type { RunningAverageState } from './running-average.ts';
import type { Validation } from './validation-history.ts';

/** What a training keeps in addition to its tensors, to resume as if it had never stopped; plain JSON. */
export interface TrainerState {
  /** Updates done. */
  readonly step: number;
  /** Tokens read in all these updates. */
  readonly tokens: number;
  /** Updates that the moments have seen: fewer than `step` if they were reset in between. */
  readonly optimizerUpdates: number;
  readonly average: RunningAverageState;
  readonly validations: readonly Validation[];
  /** The position in the data: the state of the generator that draws from it, … */
  readonly random: { readonly data: RandomState; readonly noise: RandomState };
  /** … and the windows taken since; absent in older checkpoints. */
  readonly windowsTaken?: number;
}

/** A saved state that no training can have had. */
export class TrainerStateFault extends Fault {
  override readonly code: string = 'trainer-state';
}

/** Checks a state read from a file called `source`. Throws TrainerStateFault. */
export function checkTrainerState(value: unknown, source: string): TrainerState {
  const state = value as TrainerState;
  const random = (words: unknown) =>
    Array.isArray(words) && words.length === 4 && words.every((word) => Number.isInteger(word));
  const checks: Readonly<Record<string, () => boolean>> = {
    step: () => isCount(state.step),
    tokens: () => isCount(state.tokens),
    optimizerUpdates: () => isCount(state.optimizerUpdates),
    average: () => Number.isFinite(state.average.losses) && Number.isFinite(state.average.weights),
    validations: () => state.validations.every(({ step, loss }) => isCount(step) && Number.isFinite(loss)),
    random: () => random(state.random.data) && random(state.random.noise),
    windowsTaken: () => state.windowsTaken === undefined || isCount(state.windowsTaken),
  };
  for (const [key, holds] of Object.entries(checks)) {
    if (!holdsTrue(holds)) {
      throw new TrainerStateFault(`${source} has no usable "${key}"; resume from an earlier checkpoint.`);
    }
  }
  return state;
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

/** A missing part makes a check throw: then it fails. */
function holdsTrue(check: () => boolean): boolean {
  try {
    return check();
  } catch {
    return false;
  }
}
