import { ALONE, type Collective } from '../engine/training/collective.ts';
import { Fault } from '../fault.ts';

/** The ranks of a job would not do the same. */
export class RanksDifferFault extends Fault {
  override readonly code: string = 'ranks-differ';
}

/** The processes that run this command together, on one machine or several. */
export interface Ranks extends Collective {
  /** The name of this machine. */
  readonly host: string;
  /** The ranks on this machine, which share its memory and cores. */
  readonly onHost: number;
  /** What carries the words between them, for people: 'Open MPI v4.1.4'; null for a rank that is alone. */
  readonly carrier: string | null;
  /** What each of them brings, in the order of the ranks. */
  gatherBytes(bytes: Uint8Array): Promise<readonly Uint8Array[]>;
}

/** A command that runs by itself. */
export const ALONE_HERE: Ranks = {
  ...ALONE,
  host: 'this machine',
  onHost: 1,
  carrier: null,
  async gatherBytes(bytes) {
    return [bytes];
  },
};
