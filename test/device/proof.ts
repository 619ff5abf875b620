import type { OperationName } from '../../src/engine/device/operations.ts';
import type { Random } from '../../src/engine/random.ts';

export type Dims = Readonly<Record<string, number>>;
export type Scalars = Readonly<Record<string, number>>;
/** The values of each tensor argument by its name; whole numbers too. */
export type Values = Record<string, Float64Array>;

/** What the suite needs to know of one operation beyond the table. */
export interface Proof {
  /** Sizes at which the results are held against `expected`: small, since gradients come from differences. */
  readonly shapes: readonly Dims[];
  /** Sizes at which a device is held against the reference device. */
  readonly largerShapes: readonly Dims[];
  readonly scalars?: readonly Scalars[];
  /** Choices of optional tensors that a device refuses at these sizes. Default: none. */
  excludes?(given: readonly string[], dims: Dims): boolean;
  /** Replaces values for which normal deviates will not do: indices, and what a forward would have left behind. */
  prepare?(values: Values, dims: Dims, scalars: Scalars, random: Random): void;
  /** The new value of each tensor that is overwritten or updated, the amount added to each that is added to. */
  expected(values: Values, dims: Dims, scalars: Scalars): Values;
}

/** Proofs of some operations. */
export type Proofs = { readonly [Name in OperationName]?: Proof };
