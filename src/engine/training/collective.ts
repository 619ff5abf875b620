/**
 * The processes that train one model together, each on its own part of every update. All of them call the same methods in the
 * same order; each call ends when all have made it.
 */
export interface Collective {
  /** The number of this process, from 0. Rank 0 is the one that saves and that people see. */
  readonly rank: number;
  /** How many there are. */
  readonly size: number;
  /**
   * Replaces the values by their sum over all ranks, added up in the order of the ranks: every rank gets the same bits,
   * which do not depend on the network. `wire` is how they travel; default float32, which loses nothing.
   */
  sum(values: Float32Array, wire?: Wire): Promise<void>;
  /** Whether any of them says yes. */
  agree(flag: boolean): Promise<boolean>;
  /** What each of them says, in the order of the ranks. */
  gather(text: string): Promise<readonly string[]>;
}

/** What numbers are rounded to on their way: bfloat16 halves the bytes, and keeps 8 significant bits. */
export type Wire = 'float32' | 'bfloat16';

/** The numbers that each of them has, in the order of the ranks. */
export async function gatherNumbers(collective: Collective, own: readonly number[]): Promise<number[][]> {
  if (collective.size === 1) return [[...own]];
  const texts = await collective.gather(own.join(' '));
  return texts.map((text) => (text === '' ? [] : text.split(' ').map(Number)));
}

/** The one process of a training on one machine. */
export const ALONE: Collective = {
  rank: 0,
  size: 1,
  async sum() {},
  async agree(flag) {
    return flag;
  },
  async gather(text) {
    return [text];
  },
};
