/** Events of `remove`. They hold JSON values only. */

/** What would be deleted. */
export interface Removal {
  readonly name: string;
  readonly kind: 'run' | 'model';
  /** Those that exist. */
  readonly paths: readonly string[];
  readonly bytes: number;
}

export type RemoveEvent =
  /** What would be deleted, and how much room it takes. */
  | ({ readonly type: 'removal-found' } & Removal)
  /** The person said no. */
  | { readonly type: 'removal-cancelled' }
  /** It is deleted. */
  | ({ readonly type: 'removed' } & Removal);
