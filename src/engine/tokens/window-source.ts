import type { RandomState } from '../random.ts';
import type { Batch } from './batch.ts';

/** Everything that determines the next windows. */
export interface WindowState {
  readonly random: RandomState;
  /** Windows taken since `random` was that; 0 where every window is drawn by itself. */
  readonly taken: number;
}

/** Where a training gets its windows from. A source made from `state()` continues with the same batches. */
export interface WindowSource {
  /** The next `B` windows. */
  batch(B: number): Batch;
  state(): WindowState;
}
