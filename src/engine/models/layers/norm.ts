import type { Tensor } from '../../device/device.ts';
import type { ParameterSet } from '../parameters.ts';
import type { Room } from '../room.ts';

/** What the backward of a norm needs of each row, (B, T) each; `mean` is null for a norm that takes none. */
export interface RowStatistics {
  readonly mean: Tensor | null;
  readonly rstd: Tensor;
}

/** Brings each row of C channels to one size. */
export interface Norm {
  statistics(room: Room): RowStatistics;
  /** Overwrites `out` (B, T, C), and the statistics where they are wanted. */
  forward(x: Tensor, out: Tensor, statistics: RowStatistics | null): void;
  /** Of out = norm(x): adds to `dX` and to the gradients. */
  backward(
    call: { readonly dOut: Tensor; readonly x: Tensor; readonly dX: Tensor },
    statistics: RowStatistics,
    gradients: ParameterSet,
  ): void;
}
