import type { RandomState } from '../random.ts';
import type { Batch } from './batch.ts';

/** All that decides which windows come next. */
export interface WindowState {
  readonly random: RandomState;
  /** Windows taken since `random` was that; 0 where every window is drawn by itself. */
  readonly taken: number;
}

/** Where a training gets its windows from. A source that is made from `state()` goes on with the same batches. */
export interface WindowSource {
  /** The next `B` windows. */
  batch(B: number): Batch;
  state(): WindowState;
}
